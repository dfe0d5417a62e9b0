import { Logger } from "graphile-worker";
import { log } from "#lib/log.ts";

/** The queue's own lines. Its error lines repeat a job's error message, which may hold data: the job's name and id do. */
export const workerLogger = new Logger((scope) => (level, message, meta) => {
  if (level !== "error" && level !== "warning") return;
  const { job, error } = (meta ?? {}) as { job?: { id: string; task_identifier: string }; error?: unknown };
  const about = { job: job?.task_identifier ?? scope.taskIdentifier, jobId: job?.id ?? scope.jobId };
  if (level === "error") log.error({ ...about, error }, job ? "job failed" : firstWords(message));
  else log.warn(about, firstWords(message));
});

function firstWords(message: string): string {
  return message.split("\n")[0]?.slice(0, 120) ?? "";
}
