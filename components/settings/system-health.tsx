"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";

export type SystemHealthProps = {
  databaseMs: number;
  workers: number;
  failedJobs: number;
  events: {
    lagMs: number;
    pending: number;
    waiting: number;
    dead: number;
    unknownAccount: number;
    testedAt: Date | null;
  };
};

/** Longer than any healthy backlog takes. */
const SLOW_LAG_MS = 30_000;

export function SystemHealth({ databaseMs, workers, failedJobs, events }: SystemHealthProps) {
  const t = useTranslations("system.health");
  const seconds = Math.round(events.lagMs / 1000);
  return (
    <dl className="divide-y text-sm">
      <Fact label={t("database")} state="good">
        {t("databaseAnswers", { ms: databaseMs })}
      </Fact>
      <Fact label={t("worker")} state={workers > 0 ? "good" : "bad"}>
        {workers > 0 ? t("workerAlive", { count: workers }) : t("workerMissing")}
      </Fact>
      <Fact label={t("events")} state={events.lagMs > SLOW_LAG_MS ? "bad" : "good"}>
        {events.pending === 0 ? t("eventsNone") : t("eventsPending", { count: events.pending, seconds })}
      </Fact>
      <Count label={t("waiting")} count={events.waiting} />
      <Count label={t("dead")} count={events.dead} isWorrying />
      <Count label={t("unknownAccount")} count={events.unknownAccount} />
      <Fact label={t("dashboardTest")}>
        {events.testedAt ? <RelativeTime at={events.testedAt} /> : t("dashboardTestNone")}
      </Fact>
      <Count label={t("failedJobs")} count={failedJobs} isWorrying />
    </dl>
  );
}

const BADGES = { good: "success", bad: "destructive", look: "warning" } as const;

function Fact({ label, state, children }: { label: string; state?: keyof typeof BADGES; children: ReactNode }) {
  const t = useTranslations("system.health");
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-2.5">
      <dt className="font-medium">{label}</dt>
      <dd className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-muted-foreground tabular-nums">{children}</span>
        {state && <Badge variant={BADGES[state]}>{t(state)}</Badge>}
      </dd>
    </div>
  );
}

function Count({ label, count, isWorrying = false }: { label: string; count: number; isWorrying?: boolean }) {
  return (
    <Fact label={label} {...(isWorrying && count > 0 && { state: "look" })}>
      {count}
    </Fact>
  );
}
