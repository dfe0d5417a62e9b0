import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { SearchKind } from "#db/schema/index.ts";
import type { Entry } from "./entries.ts";
import { excerpt } from "./mark.ts";
import type { Term } from "./terms.ts";

type Row = {
  id: string;
  kind: SearchKind;
  text: string;
  direction: "inbound" | "outbound" | null;
  messageId: string | null;
  author: string | null;
  conversationId: string;
  accountUsername: string;
  contactId: string;
  igsid: string;
  name: string | null;
  username: string | null;
  hasPicture: boolean;
};

/** The message after which a note stands: where one is led to who looks for the note. */
export const messageBefore = sql`(
  select earlier.id from messages as earlier
  where earlier.conversation_id = notes.conversation_id and earlier.occurred_at <= notes.created_at
  order by earlier.occurred_at desc, earlier.seq desc limit 1)`;

/** What was found, with its words marked, who said it and to whom; in the order of the entries. */
export async function loadHits(tx: Tx, entries: Entry[], terms: Term[]) {
  if (entries.length === 0) return [];
  const rows = await tx.execute<Row>(sql`
    select found.id, found.kind, coalesce(messages.text, notes.text, noted.notes) as text, messages.direction,
      case found.kind when 'message' then found.id when 'note' then ${messageBefore} end as "messageId",
      coalesce(members.name, api_keys.name) as author, conversations.id as "conversationId",
      instagram_accounts.username as "accountUsername", contacts.id as "contactId", contacts.igsid, contacts.name,
      contacts.username, contacts.picture_url is not null as "hasPicture"
    from json_to_recordset(${JSON.stringify(entries)}::json) as found (id uuid, kind text)
    left join messages on found.kind = 'message' and messages.id = found.id
    left join notes on found.kind = 'note' and notes.id = found.id
    left join contacts as noted on found.kind = 'contact' and noted.id = found.id
    join conversations on conversations.id = coalesce(messages.conversation_id, notes.conversation_id, (
      select own.id from conversations as own
      where own.instagram_account_id = noted.instagram_account_id and own.contact_id = noted.id))
    join contacts on contacts.id = conversations.contact_id
    join instagram_accounts on instagram_accounts.id = conversations.instagram_account_id
    left join members on members.id = coalesce(messages.sent_by, notes.author_id)
    left join api_keys on api_keys.id = messages.sent_by_api_key`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return entries.flatMap(({ id, at }) => {
    const row = byId.get(id);
    if (!row) return [];
    const { text, contactId, igsid, name, username, hasPicture, ...hit } = row;
    return [
      { ...hit, at, contact: { id: contactId, igsid, name, username, hasPicture }, segments: excerpt(text, terms) },
    ];
  });
}
