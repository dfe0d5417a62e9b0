"use client";
import { AtSign, Ellipsis, LogOut, ShieldCheck, UserMinus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "#components/ui/avatar.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { AccountShown } from "#lib/inbox/accounts-shown.ts";
import type { MemberSummary } from "#lib/members/queries.ts";
import { MemberConfirmation } from "./member-confirmation.tsx";
import type { MemberActions } from "./member-list.tsx";
import { MemberReach } from "./member-reach.tsx";
import { useAct } from "./use-act.ts";

type MemberRowProps = { member: MemberSummary; accounts: AccountShown[]; isOwn: boolean; actions: MemberActions };

export function MemberRow({ member, accounts, isOwn, actions }: MemberRowProps) {
  const t = useTranslations("members");
  const tRole = useTranslations("common.role");
  const [asked, setAsked] = useState<"role" | "remove" | "reach" | null>(null);
  const [act, isPending] = useAct();
  const { id: memberId, name } = member;
  const otherRole = member.role === "admin" ? "agent" : "admin";

  const confirm = () =>
    asked === "remove"
      ? act(() => actions.removeMember({ memberId }), t("removed", { name }))
      : act(() => actions.changeRole({ memberId, role: otherRole }), t("roleChanged", { name, role: otherRole }));

  return (
    <li className="flex items-center gap-3 px-4 py-3 sm:px-5" aria-busy={isPending || undefined}>
      <Avatar id={memberId} name={name} className="size-10" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="max-w-full truncate font-medium">{name}</bdi>
          {isOwn && <Badge variant="outline">{t("you")}</Badge>}
          <Badge variant={member.role === "admin" ? "soft" : "default"}>{tRole(member.role)}</Badge>
          {member.accountIds && (
            <Badge variant="outline" title={namesOf(accounts, member.accountIds)}>
              {t("reach.badge", { count: member.accountIds.length })}
            </Badge>
          )}
        </p>
        <p className="truncate text-sm text-muted-foreground">{member.email}</p>
        <p className="text-sm text-muted-foreground sm:hidden">
          <Presence member={member} />
        </p>
      </div>
      <p className="hidden text-right text-sm text-muted-foreground sm:block">
        <Presence member={member} />
      </p>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon" aria-label={t("actionsFor", { name })} isPending={isPending}>
            {!isPending && <Ellipsis />}
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setAsked("role")}>
            <ShieldCheck />
            {t("makeRole", { role: otherRole })}
          </DropdownMenuItem>
          {member.role === "agent" && accounts.length > 0 && (
            <DropdownMenuItem onSelect={() => setAsked("reach")}>
              <AtSign />
              {t("reach.action")}
            </DropdownMenuItem>
          )}
          <DropdownMenuItem
            disabled={member.sessionCount === 0}
            onSelect={() => act(() => actions.endMemberSessions({ memberId }), t("endSessionsDone", { name }))}
          >
            <LogOut />
            {t("endSessions")}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem variant="destructive" onSelect={() => setAsked("remove")}>
            <UserMinus />
            {t("remove")}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <MemberConfirmation
        asked={asked === "reach" ? null : asked}
        name={name}
        role={otherRole}
        onClose={() => setAsked(null)}
        onConfirm={confirm}
      />
      {asked === "reach" && (
        <MemberReach
          name={name}
          accounts={accounts}
          accountIds={member.accountIds}
          close={() => setAsked(null)}
          save={(accountIds) =>
            act(
              () => actions.setMemberAccounts({ memberId, accountIds }),
              t("reach.saved", { name, accounts: accountIds ? namesOf(accounts, accountIds) : t("reach.allShort") }),
            )
          }
        />
      )}
    </li>
  );
}

function namesOf(accounts: AccountShown[], ids: string[]): string {
  return accounts
    .filter(({ id }) => ids.includes(id))
    .map(({ username }) => `@${username}`)
    .join(", ");
}

/** Where and when a member was last seen; a removed session still counts as having been here. */
function Presence({ member }: { member: MemberSummary }) {
  const t = useTranslations("members");
  const { lastSeenAt } = member;
  if (!lastSeenAt) return t("never");
  return (
    <>
      <span className="block">{t("sessionCount", { count: member.sessionCount })}</span>
      <span className="block">{t.rich("lastSeen", { time: () => <RelativeTime at={lastSeenAt} /> })}</span>
    </>
  );
}
