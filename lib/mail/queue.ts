import { randomUUID } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { type MailKind, mails, members } from "#db/schema/index.ts";
import { encrypt } from "#lib/crypto.ts";
import { env } from "#lib/env.ts";
import { enqueueAll } from "#lib/jobs/queue.ts";
import { boundTo } from "./secret.ts";

export type News = {
  workspaceId: string;
  kind: MailKind;
  /** Ids and numbers, never a secret or anybody's words. */
  about: Record<string, string | number>;
  /** Names what happened, so that nobody is told of it twice. */
  fact: string;
  /** What opens the letter's link. It is kept sealed, and only until the letter is gone. */
  secret?: string;
};

export type Recipient = { memberId: string } | { invitationId: string };

/** About a day of tries, further and further apart. */
export const MAX_ATTEMPTS = 12;

/** Has the workspace's admins told by mail, in the transaction of what they are told of. Nothing where no mail server is set. */
export async function mailAdmins(tx: Tx, news: News): Promise<void> {
  if (!env().MAIL) return;
  const isAdmin = and(eq(members.workspaceId, news.workspaceId), eq(members.role, "admin"), isNull(members.removedAt));
  const admins = await tx.select({ memberId: members.id }).from(members).where(isAdmin);
  await insert(tx, news, admins);
}

/** The same for one person. Answers the mail's id, or null where no mail server is set or they were told before. */
export async function mailOne(tx: Tx, news: News, recipient: Recipient): Promise<string | null> {
  if (!env().MAIL) return null;
  const [id] = await insert(tx, news, [recipient]);
  return id ?? null;
}

async function insert(tx: Tx, { fact, secret, ...news }: News, recipients: Recipient[]): Promise<string[]> {
  if (recipients.length === 0) return [];
  const rows = recipients.map((recipient) => {
    const id = randomUUID();
    const sealed = secret === undefined ? {} : { secretCiphertext: encrypt(secret, boundTo(id)) };
    const whom = "memberId" in recipient ? recipient.memberId : recipient.invitationId;
    return { ...news, ...recipient, ...sealed, id, fact: `${fact}:${whom}` };
  });
  const queued = await tx.insert(mails).values(rows).onConflictDoNothing().returning({ id: mails.id });
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
