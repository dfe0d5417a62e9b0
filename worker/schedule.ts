import type { KeyedJobName } from "#lib/jobs/types.ts";

/** What runs when, in cron's words (UTC). The queue runs each once, however many workers there are. */
export const SCHEDULE = [
  line("* * * * *", "sweep-inbox", 2),
  line("* * * * *", "sweep-outbox", 2),
  line("*/5 * * * *", "warn-of-closing", 2),
  line("*/5 * * * *", "reconcile-accounts", 3),
  line("*/10 * * * *", "check-subscriptions", 3),
  line("23 * * * *", "forget-calls", 3),
  line("41 3 * * *", "forget-mails", 3),
  line("37 * * * *", "reapply-erasures", 3),
  line("7 * * * *", "refresh-tokens", 3),
].join("\n");

/** Under its name as its key: one that still waits keeps its place, and one that failed is followed by the next. */
function line(time: string, name: KeyedJobName, attempts: number): string {
  return `${time} ${name} ?max=${attempts}&jobKey=${name}&jobKeyMode=preserve_run_at`;
}
