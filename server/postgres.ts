import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { chmod, chown } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "#db/connect.ts";
import { freePort } from "./ports.ts";
import { type Account, findAccount, findBinaries } from "./postgres-binaries.ts";
import { launchServer, type PostgresServer, place } from "./postgres-server.ts";
import { clearPostmaster } from "./postmaster.ts";
import { WrongSetting } from "./wrong-setting.ts";

export type EmbeddedPostgres = {
  /** The address of the database `antwort`, password included. It stays the same when the server has to be restarted. */
  url: string;
  pid(): number;
  /** Resolves when the server is gone. `immediate` skips the checkpoint: the next start then recovers from the log. */
  stop(mode?: "fast" | "immediate"): Promise<void>;
};

const USER = "antwort";
const DATABASE = "antwort";
const ATTEMPTS = 10;

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
 * lock of `dataDir`; a server left behind by a killed process is stopped first. A server that dies is started again.
 * `configuration` overrides single values.
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

  let stopping = false;
  const launch = async (chosenPort?: number) => {
    for (let attempt = 1; attempt <= ATTEMPTS && !stopping; attempt++) {
      await clearPostmaster(folder);
      const port = chosenPort ?? (await freePort());
      const server = await launchServer(folder, binaries.postgres, account, port, {
        ...CONFIGURATION,
        ...configuration,
      });
      if (server) return server;
      await sleep(400);
    }
    throw new WrongSetting(`The embedded database did not start. ${join(dataDir, "postgres.log")} says why.`);
  };
  let pid = 0;
  let running = launch();
  const { port } = await running;
  const keepAlive = (server: PostgresServer) => {
    pid = server.pid;
    void server.gone.then(() => {
      if (stopping) return;
      console.error("The embedded database ended unexpectedly; starting it again.");
      running = launch(port);
      running.then(keepAlive, (error: Error) => console.error(error.message));
    });
  };
  keepAlive(await running);

  const stop = async (mode: "fast" | "immediate" = "fast") => {
    stopping = true;
    const server = await running.catch(() => undefined);
    await server?.stop(mode);
  };
  const url = `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
  try {
    await createDatabase(`${url}/postgres`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `${url}/${DATABASE}`, pid: () => pid, stop };
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
      const environment = { ...process.env, LC_ALL: "C" };
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

async function createDatabase(url: string) {
  const sql = connect(url, { max: 1, connect_timeout: 20 });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (!found) await sql`create database ${sql(DATABASE)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
