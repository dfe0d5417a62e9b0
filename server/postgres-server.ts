import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Account } from "./postgres-binaries.ts";

export type PostgresServer = NonNullable<Awaited<ReturnType<typeof launchServer>>>;

const READY_WITHIN_MS = 50_000;

/** Runs the server once. Nothing is returned when it ends before it is ready, as when somebody took the port in between. */
export async function launchServer(
  folder: string,
  binary: string,
  account: Account | undefined,
  port: number,
  configuration: Record<string, string>,
) {
  const { path, options } = place(folder, account);
  const log = openLog(join(folder, "..", "postgres.log"));
  const flags = Object.entries(configuration).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // A group of its own: Ctrl-C reaches the whole group of the terminal, and the database must be the last to stop.
  const child = spawn(binary, ["-D", path, "-p", String(port), ...flags], {
    ...options,
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
  });
  closeSync(log);
  child.unref();

  let dead = false;
  const gone = new Promise<void>((done) => {
    const end = () => {
      dead = true;
      done();
    };
    child.once("exit", end);
    child.once("error", end);
  });

  const deadline = Date.now() + READY_WITHIN_MS;
  while (!isReady(folder, child.pid)) {
    if (!dead && Date.now() > deadline) child.kill("SIGQUIT");
    if (dead) return undefined;
    await sleep(25);
  }
  return {
    port,
    pid: child.pid as number,
    gone,
    stop(mode: "fast" | "immediate") {
      if (!dead) {
        child.ref();
        child.kill(mode === "fast" ? "SIGINT" : "SIGQUIT");
      }
      return gone;
    },
  };
}

/**
 * Postgres refuses to run as root and its account cannot enter a private folder. The child steps into the folder while it
 * is still root, drops its rights, and from then on knows the folder as its own working directory.
 */
export function place(folder: string, account: Account | undefined) {
  return account
    ? { path: "/proc/self/cwd", options: { cwd: folder, uid: account.uid, gid: account.gid } }
    : { path: folder, options: { cwd: folder } };
}

/** The eighth line of postmaster.pid is how Postgres itself tells pg_ctl that it accepts connections. */
function isReady(folder: string, pid: number | undefined) {
  try {
    const lines = readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n");
    return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
  } catch {
    return false;
  }
}

function openLog(path: string) {
  const large = existsSync(path) && statSync(path).size > 10_000_000;
  return openSync(path, large ? "w" : "a", 0o600);
}
