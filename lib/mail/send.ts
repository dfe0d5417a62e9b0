import { and, eq, isNull, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { invitations, mails, members } from "#db/schema/index.ts";
import { decrypt } from "#lib/crypto.ts";
import { log } from "#lib/log.ts";
import { writeLetter } from "./letters.ts";
import { MAX_ATTEMPTS } from "./queue.ts";
import { boundTo } from "./secret.ts";
import { MailError, openMailServer } from "./server.ts";

/**
 * Sends a mail that waits. What surely was not sent is thrown, so that the job comes back; what may have been is never sent again.
 * Doing it twice sends one.
 */
export async function sendMail(mailId: string): Promise<void> {
  const [mail] = await db
    .select({
      id: mails.id,
      kind: mails.kind,
      about: mails.about,
      startedAt: mails.startedAt,
      settledAt: sql`coalesce(${mails.sentAt}, ${mails.failedAt})`,
      secretCiphertext: mails.secretCiphertext,
      to: sql<string | null>`coalesce(${members.email}, ${invitations.email})`,
      name: members.name,
      locale: members.locale,
    })
    .from(mails)
    .leftJoin(members, and(eq(members.id, mails.memberId), isNull(members.removedAt)))
    .leftJoin(invitations, eq(invitations.id, mails.invitationId))
    .where(eq(mails.id, mailId));
  if (mail?.settledAt) return;
  try {
    if (mail?.startedAt) throw new MailError("no_answer", true);
    if (!mail?.to) throw new MailError("outdated", true);
    const letter = await writeLetter({ ...mail, secret: open(mail) });
    if (!letter) throw new MailError("outdated", true);
    const handOver = await openMailServer();
    if (!(await begin(mailId))) return;
    await handOver({ id: mailId, to: mail.to, ...letter });
    const sent = { sentAt: sql`now()`, failedAt: null, failure: null, secretCiphertext: null };
    await db.update(mails).set(sent).where(eq(mails.id, mailId));
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    await settle(mailId, error);
    if (!error.isFinal) throw error;
  }
}

function open({ id, secretCiphertext }: Pick<typeof mails.$inferSelect, "id" | "secretCiphertext">): string | null {
  return secretCiphertext && decrypt(secretCiphertext, boundTo(id));
}

/** On record before its first byte leaves, by one of those who try at once. */
async function begin(mailId: string): Promise<boolean> {
  const begun = await db
    .update(mails)
    .set({ startedAt: sql`now()` })
    .where(and(eq(mails.id, mailId), isNull(mails.startedAt), isNull(mails.failedAt)))
    .returning({ id: mails.id });
  return begun.length > 0;
}

async function settle(mailId: string, { reason, isFinal, cause }: MailError): Promise<void> {
  const isOver = sql`(${isFinal} or ${mails.attempts} + 1 >= ${MAX_ATTEMPTS})`;
  await db
    .update(mails)
    .set({
      startedAt: null,
      failure: reason,
      attempts: sql`${mails.attempts} + 1`,
      failedAt: sql`case when ${isOver} then now() end`,
      secretCiphertext: sql`case when ${isOver} then null else ${mails.secretCiphertext} end`,
    })
    .where(and(eq(mails.id, mailId), isNull(mails.sentAt)));
  if (reason !== "outdated") log.warn({ mailId, reason, isFinal, error: cause }, "mail not sent");
}
