import { and, eq, or, type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { contacts } from "#db/schema/index.ts";
import { withinReach } from "#lib/reach.ts";
import { distanceOf } from "./alike.ts";
import { hold, type Scope } from "./entries.ts";
import { fold } from "./fold.ts";
import { segments } from "./mark.ts";
import type { Term } from "./terms.ts";

const MAX_PEOPLE = 20;
/** So many that the best are among them, so few that all can be looked at. */
const CANDIDATES = 2_000;
/** Where so few have the name as it is written, a slip of the pen is likely. */
const FEW = 3;
const MAX_ALIKE = 200;
const words = sql`${contacts.words}`;

/**
 * Who goes by these words, best first: names that begin so, then words that begin so, then parts of words, then names that are
 * nearly so; among equals who was written with last.
 */
export async function findPeople(tx: Tx, scope: Scope, query: string, terms: Term[], accountId?: string) {
  const isWanted = and(
    eq(contacts.workspaceId, scope.workspaceId),
    withinReach(scope, contacts.instagramAccountId),
    accountId ? eq(contacts.instagramAccountId, accountId) : undefined,
  );
  const named = await findNamed(tx, scope, and(isWanted, hold(words, terms)), terms);
  const known = new Set(named.map(({ conversationId }) => conversationId));
  const alike = named.length < FEW ? await findAlike(tx, isWanted, query) : [];
  const found = [...named, ...alike.filter(({ conversationId }) => !known.has(conversationId))];
  return found.slice(0, MAX_PEOPLE).map((row) => ({
    conversationId: row.conversationId,
    accountUsername: row.accountUsername,
    lastMessageAt: new Date(row.lastMessageAt).toISOString(),
    contact: { id: row.id, igsid: row.igsid, name: row.name, username: row.username, hasPicture: row.hasPicture },
    name: row.name === null ? null : segments(row.name, terms),
    username: row.username === null ? null : segments(row.username, terms),
  }));
}

type Row = {
  conversationId: string;
  accountUsername: string;
  lastMessageAt: string;
  id: string;
  igsid: string;
  name: string | null;
  username: string | null;
  hasPicture: boolean;
  words: string;
};

const COLUMNS = sql`
  conversations.id as "conversationId", instagram_accounts.username as "accountUsername",
  conversations.last_message_at as "lastMessageAt", contacts.id, contacts.igsid, contacts.name, contacts.username,
  contacts.picture_url is not null as "hasPicture", contacts.words`;

const THEIR_CONVERSATION = sql`
  join conversations on conversations.contact_id = contacts.id
    and conversations.instagram_account_id = contacts.instagram_account_id
  join instagram_accounts on instagram_accounts.id = contacts.instagram_account_id`;

function findNamed(tx: Tx, scope: Scope, isWanted: SQL | undefined, terms: Term[]) {
  const candidates = isShort(terms)
    ? sql`
        select contacts.* from (
          select contact_id from conversations where workspace_id = ${scope.workspaceId}
          order by last_message_at desc, id desc limit ${CANDIDATES}
        ) as newest join contacts on contacts.id = contact_id where ${isWanted}`
    : sql`select * from contacts where ${isWanted} limit ${CANDIDATES}`;
  return tx.execute<Row>(sql`
    with contacts as materialized (${candidates})
    select ${COLUMNS} from contacts ${THEIR_CONVERSATION}
    order by ${begin(terms, "")} desc, ${begin(terms, "%")} desc, conversations.last_message_at desc
    limit ${MAX_PEOPLE}`);
}

/** One or two letters are in every other name, and no index holds them: who was written with last is looked through instead. */
function isShort(terms: Term[]): boolean {
  return terms.every((term) => term.every((word) => word.trim().length < 3));
}

function begin(terms: Term[], before: "" | "%"): SQL | undefined {
  const begins = (word: string) => sql`${words} like ${`${before} ${word.trim()}%`}`;
  return and(...terms.map((term) => or(...term.map(begins))));
}

/** The index knows who shares enough groups of three letters; whether that is a slip of the pen is decided letter by letter. */
async function findAlike(tx: Tx, isWanted: SQL | undefined, query: string): Promise<Row[]> {
  const { text } = fold(query);
  if (text.length <= 3) return [];
  const rows = await tx.execute<Row>(sql`
    with contacts as materialized (
      select * from contacts where ${isWanted} and ${text} <% ${words}
      order by word_similarity(${text}, ${words}) desc limit ${MAX_ALIKE}
    )
    select ${COLUMNS} from contacts ${THEIR_CONVERSATION} order by conversations.last_message_at desc`);
  return rows
    .map((row) => ({ row, distance: distanceOf(text, row.words) }))
    .filter(({ distance }) => distance !== null)
    .sort((one, other) => Number(one.distance) - Number(other.distance))
    .map(({ row }) => row);
}
