import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "#db/connect.ts";
import { acquireLock, type Lock, readHolder } from "../scripts/lock.mjs";
import { isAlive, isSameProcess, processMark } from "../scripts/processes.mjs";
import { startPostgres } from "./postgres.ts";
import type { Settings } from "./settings.ts";
import { onShutdown } from "./shutdown.ts";
import { WrongSetting } from "./wrong-setting.ts";

/** Who uses the embedded database of a DATA_DIR. `parentMark` tells whether the launcher still lives. */
type Use = { kind: "server" | "command"; address: string; stopping: boolean; parent: number; parentMark: string };
type Found = { url: string; pid: number };

const OLDEST_VERSION = 15;
const REACHABLE_WITHIN_MS = 30_000;

/** The address of the database this process is to use, running: the one that is set, else the embedded one. */
export async function openDatabase(settings: Settings, kind: Use["kind"]): Promise<string> {
  if (settings.embedded) return openEmbedded(settings, kind);
  const url = settings.variables.DATABASE_URL as string;
  await checkExternal(url);
  return url;
}

/** The embedded database of a running server, for commands that only want to ask it something. */
export async function findRunningDatabase(dataDir: string): Promise<string | undefined> {
  while (true) {
    const holder = readHolder<Use>(lockPath(dataDir));
    if (holder?.kind !== "server" || isLeaving(holder)) return undefined;
    const found = readFound(dataDir);
    if (found && isAlive(found.pid)) return found.url;
    await sleep(200);
  }
}

async function openEmbedded({ dataDir, secrets, variables }: Settings, kind: Use["kind"]) {
  const lock = await takeLock(dataDir, { kind, address: variables.APP_URL as string });
  const starting = startPostgres(dataDir, secrets.DATABASE_PASSWORD);
  onShutdown("serving", async () => lock.update({ stopping: true }));
  onShutdown("database", async (hurry) => {
    const server = await starting.catch(() => undefined);
    await server?.stop(hurry ? "immediate" : "fast");
    rmSync(foundPath(dataDir), { force: true });
    lock.release();
  });
  const server = await starting;
  writeFileSync(foundPath(dataDir), JSON.stringify({ url: server.url, pid: process.pid } satisfies Found), {
    mode: 0o600,
  });
  return server.url;
}

async function takeLock(dataDir: string, { kind, address }: Pick<Use, "kind" | "address">): Promise<Lock<Use>> {
  const use: Use = { kind, address, stopping: false, parent: process.ppid, parentMark: processMark(process.ppid) };
  return acquireLock(lockPath(dataDir), use, {
    timeoutMs: 60_000,
    onHeld(holder) {
      if (holder.kind === "server" && !isLeaving(holder)) {
        throw new WrongSetting(
          `Antwort is already running at ${holder.address} on DATA_DIR ${dataDir}. Stop it (process ${holder.pid}), or set another DATA_DIR and PORT.`,
        );
      }
      console.error("Waiting for another process to leave the database …");
    },
  });
}

/** A server whose launcher was killed notices it within moments and goes. */
function isLeaving(holder: Use) {
  return holder.stopping || !isSameProcess(holder.parent, holder.parentMark);
}

/** Waits a while, because a database is often started together with the app. */
async function checkExternal(url: string) {
  const deadline = Date.now() + REACHABLE_WITHIN_MS;
  for (let attempt = 1; ; attempt++) {
    const { version, error } = await askVersion(url);
    if (version !== undefined && version >= OLDEST_VERSION) return;
    if (version !== undefined) {
      throw new WrongSetting(`DATABASE_URL leads to Postgres ${version}. Use Postgres ${OLDEST_VERSION} or newer.`);
    }
    const code = String(error?.code ?? "");
    if (
      !/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|CONNECTION_\w+|57P03|ECONNRESET)$/.test(code) ||
      Date.now() > deadline
    ) {
      throw new WrongSetting(
        `DATABASE_URL cannot be used: ${error?.message || code}. Start that database or correct the address, its user and its password.`,
      );
    }
    if (attempt === 1) console.error("Waiting for the database of DATABASE_URL …");
    await sleep(500);
  }
}

async function askVersion(url: string) {
  try {
    const sql = connect(url, { max: 1, connect_timeout: 5 });
    try {
      const [row] = await sql`select current_setting('server_version_num')::int / 10000 as version`;
      return { version: row?.version as number };
    } finally {
      await sql.end({ timeout: 1 });
    }
  } catch (error) {
    return { error: error as NodeJS.ErrnoException };
  }
}

function readFound(dataDir: string): Found | undefined {
  try {
    return JSON.parse(readFileSync(foundPath(dataDir), "utf8")) as Found;
  } catch {
    return undefined;
  }
}

function lockPath(dataDir: string) {
  return join(dataDir, "database.lock");
}

function foundPath(dataDir: string) {
  return join(dataDir, "database.json");
}
