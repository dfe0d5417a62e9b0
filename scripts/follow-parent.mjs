/** Preloaded (`--import`) into programs of ours that must not outlive the process that started them. */
import { isMainThread } from "node:worker_threads";
import { onParentDeath } from "./processes.mjs";

if (isMainThread) {
  onParentDeath(() => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), 2_000).unref();
  });
}
