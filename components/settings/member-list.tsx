"use client";
import { useTranslations } from "use-intl";
import { Card } from "#components/ui/card.tsx";
import type { Action } from "#lib/action.ts";
import type { AccountShown } from "#lib/inbox/accounts-shown.ts";
import type { Role } from "#lib/members/member.ts";
import type { MemberSummary } from "#lib/members/queries.ts";
import { MemberRow } from "./member-row.tsx";

export type MemberActions = {
  changeRole: Action<{ memberId: string; role: Role }, void>;
  removeMember: Action<{ memberId: string }, void>;
  endMemberSessions: Action<{ memberId: string }, void>;
  setMemberAccounts: Action<{ memberId: string; accountIds: string[] | null }, void>;
};

type MemberListProps = {
  members: MemberSummary[];
  accounts: AccountShown[];
  ownId: string;
  actions: MemberActions;
};

export function MemberList({ members, accounts, ownId, actions }: MemberListProps) {
  const t = useTranslations("members");
  return (
    <Card>
      <ul aria-label={t("title")} className="divide-y">
        {members.map((member) => (
          <MemberRow
            key={member.id}
            member={member}
            accounts={accounts}
            isOwn={member.id === ownId}
            actions={actions}
          />
        ))}
      </ul>
    </Card>
  );
}
