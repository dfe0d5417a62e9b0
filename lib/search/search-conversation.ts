import { and, eq, sql } from "drizzle-orm";
import { conversations, searchEntries } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { withinReach } from "#lib/reach.ts";
import { hold, search } from "./entries.ts";
import { messageBefore } from "./hits.ts";
import { readTerms } from "./terms.ts";

const MAX_HITS = 1_000;

/** `messageId`: the message itself, or the one after which the note stands. */
export type ConversationHit = { id: string; kind: "message" | "note"; at: string; messageId: string | null };

/** Every message and note of one conversation with these words, newest first; of very many the newest thousand. */
export async function searchConversation(
  member: Member,
  { conversationId, query }: { conversationId: string; query: string },
): Promise<ConversationHit[]> {
  const terms = readTerms(query);
  return search(async (tx) => {
    const [conversation] = await tx
      .select({ id: conversations.id })
      .from(conversations)
      .where(
        and(
          eq(conversations.id, conversationId),
          eq(conversations.workspaceId, member.workspaceId),
          withinReach(member, conversations.instagramAccountId),
        ),
      );
    if (!conversation) throw new NotFoundError("The conversation");
    if (terms.length === 0) return [];
    const rows = await tx.execute<ConversationHit>(sql`
      select search_entries.id, search_entries.kind, search_entries.at,
        case search_entries.kind when 'message' then search_entries.id else ${messageBefore} end as "messageId"
      from (
        select id from messages where conversation_id = ${conversationId}
        union all
        select id from notes where conversation_id = ${conversationId}
      ) as said
      join search_entries on search_entries.id = said.id
      left join notes on notes.id = said.id
      where ${hold(sql`${searchEntries.words}`, terms)}
      order by search_entries.at desc, search_entries.id desc
      limit ${MAX_HITS}`);
    return rows.map(({ at, ...hit }) => ({ ...hit, at: new Date(at).toISOString() }));
  });
}
