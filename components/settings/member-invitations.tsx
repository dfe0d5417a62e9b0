"use client";
import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, CardHeader, CardTitle } from "#components/ui/card.tsx";
import type { Action } from "#lib/action.ts";
import type { InvitationSummary } from "#lib/members/queries.ts";
import { useAct } from "./use-act.ts";

type MemberInvitationsProps = {
  invitations: InvitationSummary[];
  revoke: Action<{ invitationId: string }, void>;
};

export function MemberInvitations({ invitations, revoke }: MemberInvitationsProps) {
  const t = useTranslations("members.open");
  const tRole = useTranslations("common.role");
  const format = useFormatter();
  const [act, isPending] = useAct();
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
      </CardHeader>
      <ul aria-label={t("title")} className="mt-2 divide-y">
        {invitations.map(({ id, email, role, expiresAt, invitedBy }) => (
          <li key={id} className="flex items-center gap-3 px-5 py-3">
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-2">
                <span className="max-w-full truncate font-medium">{email}</span>
                <Badge variant={role === "admin" ? "soft" : "default"}>{tRole(role)}</Badge>
              </p>
              <p className="text-sm text-muted-foreground">
                {t("until", { date: format.dateTime(new Date(expiresAt), { dateStyle: "medium" }) })} ·{" "}
                {t("invitedBy", { name: invitedBy })}
              </p>
            </div>
            <Button
              variant="secondary"
              size="sm"
              aria-label={t("revokeFor", { email })}
              disabled={isPending}
              onClick={() => act(() => revoke({ invitationId: id }), t("revoked", { email }))}
            >
              {t("revoke")}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
