import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { chmod, chown } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { freePort } from "./ports.ts";
import { type Account, findAccount, findBinaries } from "./postgres-binaries.ts";
import { clearPostmaster } from "./postmaster.ts";
import { WrongSetting } from "./wrong-setting.ts";

export type EmbeddedPostgres = {
  /** The address of the database `antwort`, password included. */
  url: string;
  pid: number;
  /** Resolves when the server is gone. `immediate` skips the checkpoint: the next start then recovers from the log. */
  stop(mode?: "fast" | "immediate"): Promise<void>;
  /** Called when the server ends though nobody stopped it. */
  onDeath(callback: () => void): void;
};

const USER = "antwort";
const DATABASE = "antwort";
const READY_WITHIN_MS = 50_000;

/** Durable as Postgres is by default; small, because app, worker and database share one modest machine. */
const CONFIGURATION = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "60",
  shared_buffers: "96MB",
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  jit: "off",
  io_method: "sync",
  max_wal_size: "512MB",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
};

/**
 * Starts the database server that lives in `<dataDir>/postgres`, and creates it the first time. Whoever calls holds the
 * lock of `dataDir`; a server left behind by a killed process is stopped first. `configuration` overrides single values.
 */
export async function startPostgres(
  dataDir: string,
  password: string,
  configuration: Partial<typeof CONFIGURATION> & Record<string, string> = {},
): Promise<EmbeddedPostgres> {
  const folder = join(dataDir, "postgres");
  const account = findAccount(folder);
  const binaries = findBinaries(account);
  if (!existsSync(folder)) await create(folder, binaries.initdb, account, password);
  await clearPostmaster(folder);

  for (let attempt = 1; ; attempt++) {
    const server = await launch(folder, binaries.postgres, account, { ...CONFIGURATION, ...configuration });
    if (server) {
      const url = `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1:${server.port}`;
      await createDatabase(`${url}/postgres`);
      return { url: `${url}/${DATABASE}`, ...server };
    }
    if (attempt === 3)
      throw new WrongSetting(`The embedded database did not start. ${join(dataDir, "postgres.log")} says why.`);
  }
}

/**
 * Postgres refuses to run as root and its account cannot enter a private folder. The child steps into the folder while it
 * is still root, drops its rights, and from then on knows the folder as its own working directory.
 */
function place(folder: string, account: Account | undefined) {
  return account
    ? { path: "/proc/self/cwd", options: { cwd: folder, uid: account.uid, gid: account.gid } }
    : { path: folder, options: { cwd: folder } };
}

/** Made aside and renamed when whole: a first start that was cut short leaves nothing that looks like a database. */
async function create(folder: string, initdb: string, account: Account | undefined, password: string) {
  const draft = `${folder}.new`;
  const secretFolder = mkdtempSync(join(tmpdir(), "antwort-"));
  const secretFile = join(secretFolder, "password");
  writeFileSync(secretFile, `${password}\n`, { mode: 0o600 });
  try {
    if (account) for (const path of [secretFolder, secretFile]) await chown(path, account.uid, account.gid);

    let fault = "";
    for (const characters of ["C.UTF-8", "UTF-8", "C"]) {
      rmSync(draft, { recursive: true, force: true });
      await prepareFolder(draft, account);
      const { path, options } = place(draft, account);
      const places = ["-D", path, `--pwfile=${secretFile}`, "-U", USER, "-A", "scram-sha-256"];
      const locale = [
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        `--lc-ctype=${characters}`,
      ];
      const environment = { PATH: process.env.PATH, LC_ALL: "C" };
      const made = spawnSync(initdb, [...places, "--encoding=UTF8", ...locale], {
        ...options,
        encoding: "utf8",
        env: environment,
      });
      if (made.status === 0) return renameSync(draft, folder);
      fault = (made.error?.message ?? made.stderr).trim().split("\n")[0] ?? "";
    }
    throw new WrongSetting(
      `The embedded database could not be created in ${folder}: ${fault}. Mend that, or set DATABASE_URL.`,
    );
  } finally {
    rmSync(secretFolder, { recursive: true, force: true });
  }
}

async function prepareFolder(folder: string, account: Account | undefined) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) await chown(folder, account.uid, account.gid);
  await chmod(folder, 0o700);
}

/** Nothing is returned when the server ended at once, as it does when somebody took the port in between. */
async function launch(
  folder: string,
  binary: string,
  account: Account | undefined,
  configuration: Record<string, string>,
) {
  const port = await freePort();
  const { path, options } = place(folder, account);
  const log = openLog(join(folder, "..", "postgres.log"));
  const flags = Object.entries(configuration).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // A group of its own: Ctrl-C reaches the whole group of the terminal, and the database must be the last to stop.
  const child = spawn(binary, ["-D", path, "-p", String(port), ...flags], {
    ...options,
    detached: true,
    stdio: ["ignore", log, log],
    env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
  });
  closeSync(log);

  let stopping = false;
  let dead = false;
  const deathWatchers: (() => void)[] = [];
  const gone = new Promise<void>((done) => {
    const end = () => {
      dead = true;
      done();
      if (!stopping) for (const watcher of deathWatchers) watcher();
    };
    child.once("exit", end);
    child.once("error", end);
  });
  child.unref();

  const deadline = Date.now() + READY_WITHIN_MS;
  while (!isReady(folder, child.pid)) {
    if (dead) return undefined;
    if (Date.now() > deadline) {
      child.kill("SIGQUIT");
      return undefined;
    }
    await sleep(25);
  }
  return {
    port,
    pid: child.pid as number,
    onDeath: (callback: () => void) => void deathWatchers.push(callback),
    stop(mode: "fast" | "immediate" = "fast") {
      stopping = true;
      if (!dead) {
        child.ref();
        child.kill(mode === "fast" ? "SIGINT" : "SIGQUIT");
      }
      return gone;
    },
  };
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

async function createDatabase(url: string) {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 20 });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (!found) await sql`create database ${sql(DATABASE)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
