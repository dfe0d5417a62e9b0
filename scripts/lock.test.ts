import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { acquireLock, readHolder, tryLock } from "./lock.mjs";
import { processMark } from "./processes.mjs";

const run = promisify(execFile);
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "antwort-lock-"));
  path = join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("one holder at a time; the next one waits and is told whom for", async () => {
  const first = tryLock(path, { task: "build" });
  expect(tryLock(path)).toBeUndefined();

  const met: string[] = [];
  const second = acquireLock(path, { task: "again" }, { onHeld: (holder) => void met.push(holder.task) });
  await expect.poll(() => met).toEqual(["build"]);
  first?.release();
  (await second).release();
  expect(readHolder(path)).toBeUndefined();
});

test("a holder that died does not hold, nor does a later process with its number", () => {
  writeFileSync(path, JSON.stringify({ id: "dead", pid: 2 ** 22 + 1, mark: "gone" }));
  expect(readHolder(path)).toBeUndefined();
  tryLock(path)?.release();

  writeFileSync(path, JSON.stringify({ id: "reused", pid: process.pid, mark: `${processMark(process.pid)}0` }));
  expect(tryLock(path)).toBeDefined();
});

test("a damaged lock is stale", () => {
  writeFileSync(path, '{"id": "ha');
  expect(tryLock(path)).toBeDefined();
});

test("releasing does not take away what somebody else holds by now", () => {
  const lost = tryLock(path);
  rmSync(path);
  const owner = tryLock(path, { task: "mine" });
  lost?.release();
  expect(readHolder(path)).toMatchObject({ task: "mine" });
  owner?.update({ task: "still mine" });
  expect(readHolder(path)).toMatchObject({ task: "still mine" });
});

test("processes that find the same stale lock enter one after another", async () => {
  writeFileSync(path, JSON.stringify({ id: "dead", pid: 2 ** 22 + 1, mark: "gone" }));
  const counter = join(folder, "counter");
  writeFileSync(counter, "0");
  const program = `
    import { readFileSync, writeFileSync } from "node:fs";
    import { acquireLock } from ${JSON.stringify(new URL("./lock.mjs", import.meta.url).href)};
    const lock = await acquireLock(${JSON.stringify(path)});
    const count = Number(readFileSync(${JSON.stringify(counter)}, "utf8"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    writeFileSync(${JSON.stringify(counter)}, String(count + 1));
    lock.release();`;
  await Promise.all(Array.from({ length: 6 }, () => run(process.execPath, ["--input-type=module", "--eval", program])));
  expect(readFileSync(counter, "utf8")).toBe("6");
});
