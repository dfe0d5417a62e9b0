import { mkdtemp, readdir, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createPart, dropPart, findStored, keepPart, sealPart, takePart } from "./cache.ts";

const dataDir = await mkdtemp(join(tmpdir(), "antwort-cache-"));
process.env.DATA_DIR = dataDir;
const folder = join(dataDir, "cache", "media");
const FACTS = { kind: "image", contentType: "image/webp", width: 3, height: 4 } as const;
const HOUR = 3600;

afterAll(() => rm(dataDir, { recursive: true, force: true }));

test("the longest unused make room, the old and what a crash left go first", async () => {
  await dropPart(await createPart());
  const now = Date.now() / 1000;
  await makeFile("used-today", 90, now - HOUR, now - 20 * HOUR);
  await makeFile("unused", 90, now - 9 * HOUR, now - 10 * HOUR);
  await makeFile("recent", 90, now - 2 * HOUR, now - 2 * HOUR);
  await makeFile("old", 1, now, now - 25 * HOUR);
  await makeFile("crashed.part", 1, now - 30 * HOUR, now - 30 * HOUR);
  await keep("new", "content");
  expect((await readdir(folder)).sort()).toEqual(["new", "recent", "used-today"]);
});

test("what is stored comes back with its facts, its use noted and its age kept", async () => {
  await keep("key", "content");
  const now = Math.floor(Date.now() / 1000);
  await utimes(join(folder, "key"), now - 5 * HOUR, now - 5 * HOUR);
  const stored = await findStored("key");
  expect(stored).toMatchObject({ size: 7, ...FACTS });
  const { atimeMs, mtimeMs } = await (stored as NonNullable<typeof stored>).handle.stat();
  await stored?.handle.close();
  expect(atimeMs / 1000).toBeGreaterThanOrEqual(now);
  expect(mtimeMs / 1000).toBe(now - 5 * HOUR);
});

test("what is old, unreadable or not there is not found", async () => {
  await keep("old", "content");
  const now = Date.now() / 1000;
  await utimes(join(folder, "old"), now, now - 25 * HOUR);
  await writeFile(join(folder, "short"), "");
  await writeFile(join(folder, "zeros"), Buffer.alloc(1000));
  for (const key of ["old", "short", "zeros", "missing"]) expect(await findStored(key)).toBeNull();
});

test("what was taken has no name any more", async () => {
  const before = await readdir(folder);
  const path = await createPart();
  await writeFile(path, "secret");
  await sealPart(path, FACTS);
  const { handle, size } = await takePart(path);
  expect(await readdir(folder)).toEqual(before);
  expect((await handle.read({ buffer: Buffer.alloc(size), position: 0 })).buffer.toString()).toBe("secret");
  await handle.close();
});

async function keep(key: string, content: string) {
  const path = await createPart();
  await writeFile(path, content);
  await sealPart(path, FACTS);
  await keepPart(path, key);
}

async function makeFile(name: string, megabytes: number, usedAt: number, storedAt: number) {
  const path = join(folder, name);
  await writeFile(path, "");
  await truncate(path, megabytes * 1024 * 1024);
  await utimes(path, usedAt, storedAt);
}
