import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive } from "../scripts/processes.mjs";
import { startPostgres } from "./postgres.ts";
import { clearPostmaster } from "./postmaster.ts";

const PASSWORD = "p@ss/word:with marks";
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "antwort-postgres-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test("serves a durable UTF-8 database that keeps its rows over a restart", async () => {
  const first = await startPostgres(dataDir, PASSWORD);
  await query(first.url, (sql) => sql`create table kept as select 'Ärger 🙂' as text`);
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);

  const second = await startPostgres(dataDir, PASSWORD);
  const [row] = await query(
    second.url,
    (sql) =>
      sql`select text, lower(text) as lower, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit from kept`,
  );
  await second.stop();
  expect(row).toEqual({ text: "Ärger 🙂", lower: "ärger 🙂", fsync: "on", commit: "on" });
});

test("asks for the password and listens on the loopback only", async () => {
  const server = await startPostgres(dataDir, PASSWORD);
  const wrong = new URL(server.url);
  wrong.password = "guess";
  await expect(query(wrong.href, (sql) => sql`select 1`)).rejects.toThrow(/password authentication failed/);
  const [row] = await query(server.url, (sql) => sql`select current_setting('listen_addresses') as host`);
  await server.stop();
  expect(row).toEqual({ host: "127.0.0.1" });
  expect(statSync(join(dataDir, "postgres")).mode & 0o777).toBe(0o700);
});

test("takes the database over from a server whose app was killed", async () => {
  const orphan = await startPostgres(dataDir, PASSWORD);
  const heir = await startPostgres(dataDir, PASSWORD);
  expect(isAlive(orphan.pid)).toBe(false);
  await query(heir.url, (sql) => sql`select 1`);
  await heir.stop();
});

test("starts after the server itself was killed, though its number now belongs to another program", async () => {
  const killed = await startPostgres(dataDir, PASSWORD);
  await query(killed.url, (sql) => sql`create table kept as select 1 as one`);
  const file = join(dataDir, "postgres", "postmaster.pid");
  const died = new Promise<void>((resolve) => killed.onDeath(resolve));
  process.kill(killed.pid, "SIGKILL");
  await died;

  const bystander = spawn("sleep", ["60"]);
  writeFileSync(file, readFileSync(file, "utf8").replace(/^\d+/, String(bystander.pid)));
  const server = await startPostgres(dataDir, PASSWORD);
  const [row] = await query(server.url, (sql) => sql`select one from kept`);
  await server.stop();
  expect(row).toEqual({ one: 1 });
  expect(isAlive(bystander.pid as number)).toBe(true);
  bystander.kill();
  await once(bystander, "exit");
});

test("removes a pid file whose process is gone, and leaves a clean folder alone", async () => {
  expect(await clearPostmaster(dataDir)).toBe("clean");
  const short = spawn("true");
  await once(short, "exit");
  writeFileSync(join(dataDir, "postmaster.pid"), `${short.pid}\n${dataDir}\n`);
  expect(await clearPostmaster(dataDir)).toBe("stale");
  expect(await clearPostmaster(dataDir)).toBe("clean");
});

async function query(url: string, run: (sql: postgres.Sql) => Promise<postgres.Row[]>) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await run(sql);
  } finally {
    await sql.end();
  }
}
