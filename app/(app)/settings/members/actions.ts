"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import { emailField } from "#lib/email.ts";
import { getLocale } from "#lib/i18n/server.ts";
import * as invitations from "#lib/members/invitations.ts";
import * as membership from "#lib/members/membership.ts";
import * as reach from "#lib/members/reach.ts";

const forAdmins = { role: "admin", refresh: true } as const;
const role = z.enum(["admin", "agent"]);
const memberId = z.uuid();

export const inviteMember = memberAction(
  z.object({ email: emailField, role }),
  async (member, input) => invitations.inviteMember(member, { ...input, locale: await getLocale() }),
  forAdmins,
);

export const revokeInvitation = memberAction(
  z.object({ invitationId: z.uuid() }),
  invitations.revokeInvitation,
  forAdmins,
);

export const changeRole = memberAction(z.object({ memberId, role }), membership.changeRole, forAdmins);

export const removeMember = memberAction(z.object({ memberId }), membership.removeMember, forAdmins);

export const endMemberSessions = memberAction(z.object({ memberId }), membership.endMemberSessions, forAdmins);

export const setMemberAccounts = memberAction(
  z.object({ memberId, accountIds: z.array(z.uuid()).min(1).max(500).nullable() }),
  reach.setMemberAccounts,
  forAdmins,
);
