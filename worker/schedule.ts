/** What runs when, in cron's words (UTC). The queue runs each once, however many workers there are. */
export const SCHEDULE = [
  "* * * * * sweep-inbox ?max=2",
  "* * * * * sweep-outbox ?max=2",
  "*/5 * * * * warn-of-closing ?max=2",
  "*/5 * * * * reconcile-accounts ?max=3",
  "*/10 * * * * check-subscriptions ?max=3",
  "23 * * * * forget-calls ?max=3",
  "41 3 * * * forget-mails ?max=3",
  "37 * * * * reapply-erasures ?max=3",
  "7 * * * * refresh-tokens ?max=3",
].join("\n");
