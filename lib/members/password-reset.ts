import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { members, passwordResets } from "#db/schema/index.ts";
import { hashToken, randomToken } from "#lib/crypto.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { mailOne } from "#lib/mail/queue.ts";
import { hashPassword } from "#lib/passwords.ts";
import { endSessions } from "./membership.ts";
import { tellPasswordChanged } from "./tell-password.ts";

const VALID_MINUTES = 30;

/** Somebody wants a new password for this address. Who it belongs to is found out later, so that the answer tells nothing of it. */
export async function requestReset(input: { email: string; locale: Locale }): Promise<void> {
  if (!env().MAIL) throw new AppError("conflict", "No mail server is set.");
  await enqueue(db, "begin-reset", input, { maxAttempts: 3 });
}

/**
 * Mails the member of this address a link that works once, for half an hour; an earlier one dies. Nothing where there is none.
 * `locale` is for a member who never chose a language.
 */
export async function beginReset({ email, locale }: { email: string; locale: Locale }): Promise<void> {
  await transaction(async (tx) => {
    const [member] = await tx
      .select({ id: members.id, workspaceId: members.workspaceId })
      .from(members)
      .where(and(eq(members.email, email), isNull(members.removedAt)))
      .for("update");
    if (!member) return;
    await tx.delete(passwordResets).where(eq(passwordResets.memberId, member.id));
    const secret = randomToken();
    const [reset] = await tx
      .insert(passwordResets)
      .values({
        memberId: member.id,
        tokenHash: hashToken(secret),
        expiresAt: sql`now() + make_interval(mins => ${VALID_MINUTES})`,
      })
      .returning({ id: passwordResets.id });
    if (!reset) throw new Error("The reset was not stored.");
    const about = { resetId: reset.id, locale };
    const news = { kind: "password_reset", about, fact: `password_reset:${reset.id}`, secret } as const;
    await mailOne(tx, { workspaceId: member.workspaceId, ...news }, { memberId: member.id });
  });
}

/** Whose password a link is for, or null where it does not work. Looking does not use it up. */
export async function findReset(token: string) {
  const [found] = await db
    .select({ id: passwordResets.id, memberId: members.id, email: members.email })
    .from(passwordResets)
    .innerJoin(members, and(eq(members.id, passwordResets.memberId), isNull(members.removedAt)))
    .where(and(eq(passwordResets.tokenHash, hashToken(token)), isOpen));
  return found ?? null;
}

/** Sets a new password by such a link, once, and tells whose it is. Every session ends: whoever knew the old password is out. */
export async function resetPassword(input: { token: string; password: string }): Promise<{ email: string }> {
  const found = await findReset(input.token);
  if (!found) throw resetInvalid();
  const { memberId, email } = found;
  const passwordHash = await hashPassword(input.password, email);
  await transaction(async (tx) => {
    const isMember = and(eq(members.id, memberId), isNull(members.removedAt));
    const [changed] = await tx.update(members).set({ passwordHash }).where(isMember).returning(CHANGED);
    const [used] = await tx
      .delete(passwordResets)
      .where(and(eq(passwordResets.id, found.id), isOpen))
      .returning({ id: passwordResets.id });
    if (!changed || !used) throw resetInvalid();
    await endSessions(tx, memberId);
    await tellPasswordChanged(tx, changed);
  });
  return { email };
}

const CHANGED = { id: members.id, workspaceId: members.workspaceId };
const isOpen = gt(passwordResets.expiresAt, sql`now()`);

function resetInvalid() {
  return new AppError("reset_invalid", "This link was used, replaced by a newer one, or is older than half an hour.");
}
