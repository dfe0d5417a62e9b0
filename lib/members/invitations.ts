import { and, eq, isNull, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { invitations, members } from "#db/schema/index.ts";
import { hashToken, randomToken } from "#lib/crypto.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { mailOne } from "#lib/mail/queue.ts";
import { hashPassword } from "#lib/passwords.ts";
import { publish } from "#lib/realtime/publish.ts";
import { lockAdmins } from "./admins.ts";
import { insertMember } from "./create-member.ts";
import type { Member, Role } from "./member.ts";
import { findInvitation, isAcceptable } from "./queries.ts";

const VALID_DAYS = 7;

/**
 * Invites an address and returns the link's token, which is shown once: only its hash is stored. An earlier link dies. Where there
 * is a mail server the link is mailed as well, in the inviter's language.
 */
export async function inviteMember(
  member: Member,
  input: { email: string; role: Role; locale: Locale },
): Promise<{ token: string; isMailed: boolean }> {
  const token = randomToken();
  const isMailed = await transaction(async (tx) => {
    await lockAdmins(tx, member);
    const [taken] = await tx
      .select({ id: members.id })
      .from(members)
      .where(and(eq(members.email, input.email), isNull(members.removedAt)));
    if (taken) throw new AppError("email_taken", `${input.email} already belongs to a member.`);
    await tx
      .update(invitations)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(invitations.workspaceId, member.workspaceId), eq(invitations.email, input.email), isAcceptable));
    const [invitation] = await tx
      .insert(invitations)
      .values({
        workspaceId: member.workspaceId,
        email: input.email,
        role: input.role,
        tokenHash: hashToken(token),
        invitedBy: member.id,
        expiresAt: sql`now() + make_interval(days => ${VALID_DAYS})`,
      })
      .returning({ id: invitations.id });
    if (!invitation) throw new Error("The invitation was not stored.");
    return mailInvitation(tx, member, invitation.id, { token, locale: input.locale });
  });
  return { token, isMailed };
}

async function mailInvitation(
  tx: Tx,
  { workspaceId }: Member,
  invitationId: string,
  { token: secret, locale }: { token: string; locale: Locale },
): Promise<boolean> {
  const about = { invitationId, locale };
  const news = { workspaceId, kind: "invitation", about, fact: "invitation", secret } as const;
  return (await mailOne(tx, news, { invitationId })) !== null;
}

/** Makes an invitation's link useless. Doing it twice changes nothing. */
export async function revokeInvitation(member: Member, input: { invitationId: string }): Promise<void> {
  await transaction(async (tx) => {
    await lockAdmins(tx, member);
    const [found] = await tx
      .update(invitations)
      .set({ revokedAt: sql`coalesce(${invitations.revokedAt}, now())` })
      .where(and(eq(invitations.id, input.invitationId), eq(invitations.workspaceId, member.workspaceId)))
      .returning({ id: invitations.id });
    if (!found) throw new NotFoundError("This invitation");
  });
}

/** Creates the member an invitation is for, once. Of two at the same moment one gets `invitation_invalid`. */
export async function acceptInvitation(input: {
  token: string;
  name: string;
  password: string;
}): Promise<{ id: string }> {
  const invited = await findInvitation(input.token);
  if (!invited) throw invitationInvalid();
  const passwordHash = await hashPassword(input.password, invited.email);
  return transaction(async (tx) => {
    const [invitation] = await tx
      .update(invitations)
      .set({ acceptedAt: sql`now()` })
      .where(and(eq(invitations.tokenHash, hashToken(input.token)), isAcceptable))
      .returning();
    if (!invitation) throw invitationInvalid();
    const { workspaceId, email, role } = invitation;
    await publish(tx, workspaceId, { topic: "members" });
    return insertMember(tx, workspaceId, { email, role, name: input.name, passwordHash });
  });
}

function invitationInvalid() {
  return new AppError("invitation_invalid", "This invitation was used, withdrawn or is too old. Ask for a new one.");
}
