import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type postgres from "postgres";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connect } from "#db/connect.ts";
import { isAlive } from "../scripts/processes.mjs";
import { startPostgres } from "./postgres.ts";
import { clearPostmaster } from "./postmaster.ts";

const PASSWORD = "p@ss/word:with marks";
/** Each test makes a whole database, which takes long where the machine does much else. */
vi.setConfig({ testTimeout: 60_000 });
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "antwort-postgres-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test("serves a durable UTF-8 database that keeps its rows over a restart", async () => {
  const first = await startPostgres(dataDir, PASSWORD);
  await query(first.url, (sql) => sql`create table kept as select 'Ärger 🙂' as text`);
  await first.stop();
  expect(isAlive(first.pid())).toBe(false);

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
  const abandon = `import { startPostgres } from ${JSON.stringify(new URL("./postgres.ts", import.meta.url).href)};
    const server = await startPostgres(${JSON.stringify(dataDir)}, ${JSON.stringify(PASSWORD)});
    console.log(server.pid());
    process.kill(process.pid, "SIGKILL");`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", abandon], { encoding: "utf8" });
  const orphan = Number(stdout);
  expect(isAlive(orphan)).toBe(true);

  const heir = await startPostgres(dataDir, PASSWORD);
  expect(isAlive(orphan)).toBe(false);
  await query(heir.url, (sql) => sql`select 1`);
  await heir.stop();
});

test("a server that is killed comes back at the same address with everything committed", async () => {
  const server = await startPostgres(dataDir, PASSWORD);
  await query(server.url, (sql) => sql`create table kept as select 1 as one`);
  const killed = server.pid();
  process.kill(killed, "SIGKILL");
  await expect.poll(() => server.pid() !== killed, { timeout: 15_000 }).toBe(true);
  expect(await query(server.url, (sql) => sql`select one from kept`)).toMatchObject([{ one: 1 }]);
  await server.stop();
  expect(isAlive(server.pid())).toBe(false);
});

test("starts though the number in the old pid file now belongs to another program", async () => {
  const first = await startPostgres(dataDir, PASSWORD);
  const file = join(dataDir, "postgres", "postmaster.pid");
  const leftOver = readFileSync(file, "utf8");
  await first.stop();

  const bystander = spawn("sleep", ["60"]);
  writeFileSync(file, leftOver.replace(/^\d+/, String(bystander.pid)));
  const server = await startPostgres(dataDir, PASSWORD);
  await query(server.url, (sql) => sql`select 1`);
  await server.stop();
  expect(isAlive(bystander.pid as number)).toBe(true);
  bystander.kill();
  await once(bystander, "exit");
});

test("knows a clean folder from a left pid file", async () => {
  expect(await clearPostmaster(dataDir)).toBe("clean");
  const short = spawn("true");
  await once(short, "exit");
  writeFileSync(join(dataDir, "postmaster.pid"), `${short.pid}\n${dataDir}\n`);
  expect(await clearPostmaster(dataDir)).toBe("stale");
});

async function query(url: string, run: (sql: postgres.Sql) => Promise<postgres.Row[]>) {
  const sql = connect(url, { max: 1 });
  try {
    return await run(sql);
  } finally {
    await sql.end();
  }
}
