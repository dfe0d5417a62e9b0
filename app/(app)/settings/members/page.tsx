import type { Metadata } from "next";
import { InviteForm } from "#components/settings/invite-form.tsx";
import { MemberInvitations } from "#components/settings/member-invitations.tsx";
import { MemberList } from "#components/settings/member-list.tsx";
import { requireMember } from "#lib/auth/session.ts";
import { env } from "#lib/env.ts";
import { getTranslator } from "#lib/i18n/server.ts";
import { listAccountsShown } from "#lib/inbox/accounts-shown.ts";
import { listInvitations, listMembers } from "#lib/members/queries.ts";
import {
  changeRole,
  endMemberSessions,
  inviteMember,
  removeMember,
  revokeInvitation,
  setMemberAccounts,
} from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("members"))("title") };
}

export default async function MembersPage() {
  const member = await requireMember("admin");
  const [members, accounts, invitations, t] = await Promise.all([
    listMembers(member),
    listAccountsShown(member),
    listInvitations(member),
    getTranslator("members"),
  ]);
  return (
    <div className="grid grid-cols-1 gap-6">
      <header>
        <h1 className="text-xl font-semibold">{t("title")}</h1>
        <p className="mt-1 text-sm text-muted-foreground">{t("text")}</p>
      </header>
      <MemberList
        members={members}
        accounts={accounts}
        ownId={member.id}
        actions={{ changeRole, removeMember, endMemberSessions, setMemberAccounts }}
      />
      <InviteForm invite={inviteMember} linkStart={`${env().APP_URL}/invite/`} isMailed={env().MAIL !== null} />
      {invitations.length > 0 && <MemberInvitations invitations={invitations} revoke={revokeInvitation} />}
    </div>
  );
}
