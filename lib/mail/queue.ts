import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { type MailKind, mails, members } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { enqueueAll } from "#lib/jobs/queue.ts";

export type News = {
  workspaceId: string;
  kind: MailKind;
  /** Ids and numbers, never a secret or anybody's words. */
  about: Record<string, string | number>;
  /** Names what happened, so that nobody is told of it twice. */
  fact: string;
};

/** About a day of tries, further and further apart. */
export const MAX_ATTEMPTS = 12;

/** Has the workspace's admins told by mail, in the transaction of what they are told of. Nothing where no mail server is set. */
export function mailAdmins(tx: Tx, news: News): Promise<string[]> {
  return mailMembers(tx, news, eq(members.role, "admin"));
}

/** The same for one member. */
export function mailMember(tx: Tx, news: News, memberId: string): Promise<string[]> {
  return mailMembers(tx, news, eq(members.id, memberId));
}

async function mailMembers(tx: Tx, { workspaceId, kind, about, fact }: News, whom: ReturnType<typeof eq>) {
  if (!env().MAIL) return [];
  const told = await tx
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), isNull(members.removedAt), whom));
  if (told.length === 0) return [];
  const queued = await tx
    .insert(mails)
    .values(told.map(({ id: memberId }) => ({ workspaceId, memberId, kind, about, fact: `${fact}:${memberId}` })))
    .onConflictDoNothing()
    .returning({ id: mails.id });
  const ids = queued.map(({ id }) => id);
  await enqueueAll(
    tx,
    ids.map((mailId) => ({
      name: "send-mail",
      payload: { mailId },
      key: `send-mail:${mailId}`,
      maxAttempts: MAX_ATTEMPTS,
    })),
  );
  return ids;
}
