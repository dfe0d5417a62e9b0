import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Installation } from "./installation.ts";
import { childrenOf, commandOf, familyOf, megabytes } from "./processes.ts";
import { report } from "./report.ts";

const SETTLE_MS = 3_000;

/** What an installation holds in memory while nobody does anything, against a bare Node server. Linux only. */
export async function benchMemory({ pid }: Installation): Promise<void> {
  if (process.platform !== "linux") return;
  const bare = fork(join(import.meta.dirname, "bare-server.ts"), { execArgv: [] });
  await once(bare, "message");
  await sleep(SETTLE_MS);
  report("bare_server_memory", "MB", megabytes([bare.pid as number]));
  bare.disconnect();

  const children = childrenOf(pid);
  const isDatabase = (child: number) => commandOf(child).includes("postgres");
  const databases = children.filter(isDatabase);
  const database = databases.flatMap(familyOf);
  const others = children.filter((child) => !isDatabase(child));
  report("app_and_worker_memory", "MB", megabytes([pid]), "bare_server_memory");
  report("database_memory", "MB", megabytes(database), "bare_server_memory");
  report("simulator_memory", "MB", megabytes(others), "bare_server_memory");
  report("idle_memory", "MB", megabytes([pid, ...database]), "bare_server_memory");
}
