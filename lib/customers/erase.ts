import { eq, type SQL, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { contacts, conversations, erasures, instagramAccounts } from "#db/schema/index.ts";
import { rememberErased } from "#lib/erased-contacts.ts";
import { AppError } from "#lib/errors.ts";
import { eventsOf, forgetEvents } from "#lib/forget-events.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import type { Member } from "#lib/members/member.ts";
import type { Reach } from "#lib/reach.ts";
import { publish } from "#lib/realtime/publish.ts";
import { confirmationCode } from "./confirmation-code.ts";
import { listFiles } from "./erase-files.ts";
import { eraseRows } from "./erase-rows.ts";
import { lockContact } from "./lock-contact.ts";

/** An admin, or a program, whose key an admin made. */
type Eraser = Member | (Reach & { apiKeyId: string });

export type Counts = Record<string, number>;

/**
 * Erases one customer for good: messages, notes, files, raw events, everything but the fact that somebody was erased. Only
 * admins may. Answers the code of the record. Refused while one of their messages is just being sent.
 */
export async function eraseContact(eraser: Eraser, { contactId }: { contactId: string }): Promise<{ code: string }> {
  const isProgram = "apiKeyId" in eraser;
  if (!isProgram && eraser.role !== "admin") throw new AppError("forbidden", "Only admins erase customers.");
  return transaction(async (tx) => {
    await lockContact(tx, eraser, contactId);
    const counts = await eraseEverythingOf(tx, contactId);
    const code = confirmationCode();
    await tx.insert(erasures).values({
      workspaceId: eraser.workspaceId,
      confirmationCode: code,
      source: isProgram ? "api" : "member",
      requestedBy: isProgram ? null : eraser.id,
      completedAt: sql`now()`,
      counts,
    });
    return { code };
  });
}

/** In the caller's transaction; files and the list follow by jobs. Nothing where the contact is gone already. */
export async function eraseEverythingOf(tx: Tx, contactId: string, erasedAt?: Date): Promise<Counts> {
  const [person] = await tx
    .select({
      workspaceId: contacts.workspaceId,
      igId: instagramAccounts.igId,
      igsid: contacts.igsid,
      instagramAccountId: contacts.instagramAccountId,
      conversationId: conversations.id,
    })
    .from(contacts)
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, contacts.instagramAccountId))
    .leftJoin(conversations, eq(conversations.contactId, contacts.id))
    .where(eq(contacts.id, contactId))
    .for("update", { of: contacts });
  if (!person) return {};
  await refuseWhileSending(tx, person.conversationId);

  const files = await listFiles(tx, contactId, person.conversationId);
  const events = await forgetEvents(tx, speaksOf(person));
  const counts = await eraseRows(tx, { contactId, ...person });
  await rememberErased(tx, person, erasedAt);
  await enqueue(tx, "forget-files", files);
  const list = `keep-erased-list:${person.workspaceId}`;
  await enqueue(tx, "keep-erased-list", { workspaceId: person.workspaceId }, { key: list, lane: list });
  if (person.conversationId) await publish(tx, person.workspaceId, { conversationId: person.conversationId });
  return { ...counts, events };
}

async function refuseWhileSending(tx: Tx, conversationId: string | null): Promise<void> {
  const [row] = await tx.execute<{ isSending: boolean }>(sql`
    select exists (
      select 1 from messages where conversation_id = ${conversationId} and status = 'sending') as "isSending"`);
  if (row?.isSending) {
    throw new AppError("conflict", "A message to this person is just being sent. Try again in a minute.");
  }
}

type Named = { instagramAccountId: string; igId: string; igsid: string; conversationId: string | null };

/**
 * Their lane, what names them elsewhere, such as a comment, and what speaks of a message of theirs without saying whose it is,
 * such as a stray edit (facts 2.6). Ids are digits alone, so no escaping can hide them.
 */
function speaksOf({ instagramAccountId, igId, igsid, conversationId }: Named): SQL {
  const mids = sql`select mid from messages where conversation_id = ${conversationId}`;
  return sql`${eventsOf({ id: instagramAccountId, igId })} and (
    lane = ${`${igId}:${igsid}`} or position(${`"${igsid}"`} in payload) > 0 or mid in (${mids}))`;
}
