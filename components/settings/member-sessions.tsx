"use client";
import { Monitor, Smartphone } from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Action } from "#lib/action.ts";
import type { SessionSummary } from "#lib/members/queries.ts";
import { readDevice } from "./device.ts";
import { useAct } from "./use-act.ts";

type MemberSessionsProps = { sessions: SessionSummary[]; ownId: string; end: Action<{ sessionId: string }, void> };

export function MemberSessions({ sessions, ownId, end }: MemberSessionsProps) {
  const t = useTranslations("members.profile");
  const [act, isPending] = useAct();
  return (
    <Card>
      <CardHeader>
        <CardTitle>{t("sessionsTitle")}</CardTitle>
      </CardHeader>
      <ul aria-label={t("sessionsTitle")} className="mt-2 divide-y">
        {sessions.map(({ id, userAgent, lastSeenAt }) => {
          const { browser, system, isPhone } = readDevice(userAgent);
          const device = browser && system ? t("deviceOn", { browser, system }) : t("unknownDevice");
          return (
            <li key={id} className="flex items-center gap-3 px-5 py-3">
              {isPhone ? (
                <Smartphone aria-hidden className="size-5 shrink-0 text-muted-foreground" />
              ) : (
                <Monitor aria-hidden className="size-5 shrink-0 text-muted-foreground" />
              )}
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {device}
                  {id === ownId && <Badge variant="success">{t("here")}</Badge>}
                </p>
                <p className="text-sm text-muted-foreground">
                  {t.rich("lastSeen", { time: () => <RelativeTime at={lastSeenAt} /> })}
                </p>
              </div>
              {id !== ownId && (
                <Button
                  variant="secondary"
                  size="sm"
                  aria-label={t("endOn", { device })}
                  disabled={isPending}
                  onClick={() => act(() => end({ sessionId: id }), t("ended", { device }))}
                >
                  {t("end")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
