import { eq, inArray, sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { contacts, conversations, instagramAccounts, messages } from "#db/schema/index.ts";

export type ToldMessage = Awaited<ReturnType<typeof select>>[number];

/** Messages with all that is told beside them, by id, as they are in this transaction. */
export async function loadMessages(
  tx: Tx | Database,
  facts: { messageId: string }[],
): Promise<Map<string, ToldMessage>> {
  if (facts.length === 0) return new Map();
  const rows = await select(tx, [...new Set(facts.map(({ messageId }) => messageId))]);
  return new Map(rows.map((row) => [row.message.id, row]));
}

function select(tx: Tx | Database, ids: string[]) {
  return tx
    .select({
      message: messages,
      conversation: {
        id: conversations.id,
        closedAt: conversations.closedAt,
        createdAt: conversations.createdAt,
        contactReadAt: conversations.contactReadAt,
      },
      contact: contacts,
      account: {
        id: instagramAccounts.id,
        igId: instagramAccounts.igId,
        username: instagramAccounts.username,
        name: instagramAccounts.name,
        pictureUrl: instagramAccounts.pictureUrl,
      },
      isReadHere: sql<boolean>`exists (
          select 1 from conversation_reads r where r.conversation_id = ${conversations.id} and r.read_through_seq >= ${messages.seq})
        or exists (
          select 1 from api_reads r where r.conversation_id = ${conversations.id} and r.read_through_seq >= ${messages.seq})`,
    })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, messages.instagramAccountId))
    .where(inArray(messages.id, ids));
}
