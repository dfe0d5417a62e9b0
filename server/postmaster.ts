import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describeProcess, isAlive } from "../scripts/processes.mjs";

/**
 * Makes way for a new server in `folder` after a hard end. A server that outlived its app is stopped cleanly. A pid file
 * whose number now belongs to another program, which would make Postgres refuse to start, gets our own number: Postgres
 * takes its parent's for a leftover, and still checks by the rest of the file that no process of the old server is left.
 */
export async function clearPostmaster(folder: string): Promise<"clean" | "stale" | "stopped"> {
  const file = join(folder, "postmaster.pid");
  const pid = readPid(file);
  if (pid === undefined) return "clean";

  if (!isServerOf(pid, folder)) {
    if (isAlive(pid)) writeFileSync(file, readFileSync(file, "utf8").replace(/^\d+/, String(process.pid)));
    return "stale";
  }
  for (const [signal, waitMs] of [
    ["SIGINT", 20_000],
    ["SIGQUIT", 10_000],
    ["SIGKILL", 5_000],
  ] as const) {
    process.kill(pid, signal);
    if (await isGone(pid, waitMs)) return "stopped";
  }
  throw new Error(`The database server ${pid} in ${folder} does not stop. End it and start again.`);
}

function readPid(file: string) {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10) || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function isServerOf(pid: number, folder: string) {
  const { command, folder: workingFolder } = describeProcess(pid);
  if (!/postgres/.test(command)) return false;
  return workingFolder === undefined ? command.includes(folder) : workingFolder === realpathSync(folder);
}

async function isGone(pid: number, withinMs: number) {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    if (!isAlive(pid)) return true;
    await sleep(50);
  }
  return false;
}
