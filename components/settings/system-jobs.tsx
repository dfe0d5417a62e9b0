"use client";
import { useState, useTransition } from "react";
import { useTranslations } from "use-intl";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ActionResult } from "#lib/action.ts";
import type { GivenUpJob } from "#lib/jobs/health.ts";
import type { JobName } from "#lib/jobs/types.ts";
import { FailedRow } from "./failed-row.tsx";

type SystemJobsProps = {
  jobs: GivenUpJob[];
  retry: (input: { jobId: string }) => Promise<ActionResult<boolean>>;
};

/** Jobs that were given up, in words for what they do, with the buttons to try them again. */
export function SystemJobs({ jobs, retry }: SystemJobsProps) {
  const t = useTranslations("system.jobs");
  const errors = useTranslations("errors");
  const [said, say] = useState("");
  const [isPending, start] = useTransition();
  const run = (jobId: string) =>
    start(async () => {
      const result = await retry({ jobId });
      if (result.ok) say(result.data ? t("retried") : t("retriedAlready"));
      else say(errors(result.error.code));
    });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <p className="text-sm text-pretty text-muted-foreground">{jobs.length === 0 ? t("none") : t("text")}</p>
      {jobs.length > 0 && (
        <ul className="divide-y border-t text-sm">
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} isPending={isPending} retry={() => run(job.id)} />
          ))}
        </ul>
      )}
      <p role="status" className="text-sm text-muted-foreground empty:hidden">
        {said}
      </p>
    </div>
  );
}

function JobRow({ job, isPending, retry }: { job: GivenUpJob; isPending: boolean; retry: () => void }) {
  const t = useTranslations("system.jobs");
  const { id, name, attempts, triedAt, error } = job;
  const what = t(`kinds.${kindOf(name)}`);
  return (
    <FailedRow
      what={what}
      code={[`${name} ${id}`, error].filter(Boolean).join(" · ")}
      when={t.rich("tried", { when: () => <RelativeTime key="when" at={triedAt} /> })}
      attempts={t("attempts", { count: attempts })}
      again={{ words: t("retry"), label: t("retryOne", { what, id }), isPending, run: retry }}
    />
  );
}

const KINDS = {
  "process-events": "events",
  "deliver-replies": "send",
  "settle-reply": "confirm",
  "confirm-reply": "confirm",
  "wake-conversations": "wake",
  "mark-seen": "seen",
  "refresh-contact": "profile",
  "refresh-token": "token",
  "refresh-tokens": "token",
  "check-subscription": "subscription",
  "check-subscriptions": "subscription",
  "sweep-inbox": "tidy",
  "warn-of-closing": "closing",
  "forget-calls": "forget",
  "reconcile-account": "reconcile",
  "reconcile-accounts": "reconcile",
  "backfill-conversation": "backfill",
  "recover-message": "recover",
  "deliver-events": "webhooks",
  "sweep-outbox": "tidyWebhooks",
  "archive-message": "archive",
  "forget-files": "files",
  "send-mail": "mail",
  "begin-reset": "reset",
  "forget-mails": "forget",
  "run-erasure": "erasure",
  "keep-erased-list": "erasedList",
  "reapply-erasures": "erasedAgain",
} as const satisfies Record<JobName, string>;

/** A job of another version may have a name that this one does not know. */
function kindOf(name: string): (typeof KINDS)[JobName] | "other" {
  return Object.hasOwn(KINDS, name) ? KINDS[name as JobName] : "other";
}
