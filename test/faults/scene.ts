/**
 * What every fault is tried on: an account connected through the simulator, a customer who has written, and words for what
 * happens to the replies. Import `#test/database.ts` first.
 */
import { randomUUID } from "node:crypto";
import { asc, eq, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { contacts, conversations, instagramAccounts, messages } from "#db/schema/index.ts";
import { queueReplies } from "#lib/inbox/replies.ts";
import type { JobName } from "#lib/jobs/types.ts";
import type { Member } from "#lib/members/member.ts";
import { connectThroughSimulator } from "#test/connect.ts";
import { control } from "#test/simulator.ts";
import { bodyOf, deliver, wire } from "#test/webhooks.ts";
import { handlers } from "#worker/handlers.ts";

export const IG_ID = "17841467203918254";
export const LENA = "1284407719365528";
export const TOM = "822960147735094";

export type Scene = { member: Member; accountId: string; conversationId: string };

/** The world anew; Lena has written just now. */
export async function openScene(): Promise<Scene> {
  await control("POST", "/reset");
  await db.execute(sql`truncate webhook_deliveries, messages, conversations, contacts, instagram_accounts cascade`);
  await db.execute(sql`delete from graphile_worker._private_jobs`);
  const { member } = await connectThroughSimulator();
  const [account] = await db
    .select({ id: instagramAccounts.id })
    .from(instagramAccounts)
    .where(eq(instagramAccounts.workspaceId, member.workspaceId));
  return { member, accountId: account?.id ?? "", conversationId: await customerWrites(LENA) };
}

/** At Instagram and here; answers the conversation. */
export async function customerWrites(igsid: string, text = "Is it still there?"): Promise<string> {
  const body = { account: IG_ID, text };
  const { mid, timestamp } = await control<{ mid: string; timestamp: number }>(
    "POST",
    `/customers/${igsid}/messages`,
    body,
  );
  await deliver(bodyOf(IG_ID, [wire(IG_ID, igsid, timestamp).message(0, mid, text)]));
  const [conversation] = await db
    .select({ id: conversations.id })
    .from(conversations)
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .where(eq(contacts.igsid, igsid));
  return conversation?.id ?? "";
}

export async function write({ member, conversationId }: Scene, text: string): Promise<string> {
  const messageId = randomUUID();
  await queueReplies(member, { conversationId, actId: randomUUID(), parts: [{ messageId, text }] });
  return messageId;
}

/** What our side of a conversation shows. */
export async function shown(conversationId: string) {
  const rows = await db
    .select()
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.seq));
  return rows
    .filter(({ direction }) => direction === "outbound")
    .map(({ text, status, failure }) => [text, status, failure?.reason ?? null]);
}

type Send = { accepted: boolean; mid: string | null; text: string | null; recipient: string | null };

/** Every try to send a message; typing and seen aside. */
export async function ledger(): Promise<Send[]> {
  return (await control<(Send & { kind: string | null })[]>("GET", "/ledger")).filter(({ kind }) => kind === "text");
}

export async function accepted(): Promise<(string | null)[]> {
  return (await ledger()).filter((send) => send.accepted).map(({ text }) => text);
}

/** Lets time pass for jobs of one name: those that wait are due. Answers for how many seconds they would have waited. */
export async function hurry(name: JobName): Promise<number> {
  const [passed] = await db.execute<{ seconds: number }>(sql`
    with waiting as (
      select j.id, j.run_at from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = ${name} and j.locked_at is null and j.attempts = 0 and j.run_at > now() for update of j
    ), due as (
      update graphile_worker._private_jobs j set run_at = now() - interval '1 second' from waiting where waiting.id = j.id
    )
    select coalesce(extract(epoch from max(run_at) - now()), 0)::float8 as seconds from waiting`);
  return passed?.seconds ?? 0;
}

/** Runs jobs of one name here, as a worker would, whenever they were due. */
export async function runJobs(name: "deliver-replies" | "confirm-reply" | "settle-reply"): Promise<void> {
  for (let rounds = 0; rounds < 20; rounds++) {
    const jobs = await db.execute<{ payload: never }>(sql`
      delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
      where t.id = j.task_id and t.identifier = ${name} returning payload`);
    for (const { payload } of jobs) await handlers[name](payload);
    if (jobs.length === 0) return;
  }
}

export async function account({ accountId }: Scene) {
  const [row] = await db.select().from(instagramAccounts).where(eq(instagramAccounts.id, accountId));
  return row as NonNullable<typeof row>;
}
