import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startProcess } from "#test/child-process.ts";
import { createDrawers, UnreadableImageError } from "./drawers.ts";
import type { Shape } from "./shape.ts";

const MEGABYTE = 1024 * 1024;
const JPEG: Shape = { format: "jpeg", quality: 80, motion: "still" };
/** For what is quick: a machine under load may take its time. */
const AMPLE_MS = 45_000;

const folder = mkdtempSync(join(tmpdir(), "antwort-drawers-"));
const small = { path: join(folder, "small.png"), shape: JPEG };
/** Takes a good part of a second and 150 MB, since it lies on its side and comes in several passes. */
const great = { path: join(folder, "great.jpg"), shape: JPEG };
let kinds = 0;
vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  const create = { channels: 3, background: "teal" } as const;
  await sharp({ create: { ...create, width: 8, height: 6 } }).toFile(small.path);
  const image = sharp({ create: { ...create, width: 4_000, height: 3_000 } });
  await image.withMetadata({ orientation: 6 }).jpeg({ progressive: true }).toFile(great.path);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Drawers told from all others by their limit, and the ids of the processes they have at the moment. */
function drawers({ memory = 700 * MEGABYTE, idleMs = 60_000 } = {}) {
  const own = memory + ++kinds;
  const draw = createDrawers({ processes: 1, memory: own, wornMemory: own, idleMs });
  return { draw, processes: () => processesWith(String(own)) };
}

const { draw, processes } = drawers();

test("one process draws one image after another, refuses what is none, and has nothing of our environment", async () => {
  for (let n = 0; n < 2; n++) {
    expect(await draw(small, AMPLE_MS)).toMatchObject({ width: 8, height: 6, bytes: expect.any(Uint8Array) });
  }
  const [pid, ...others] = processes();
  expect(others).toEqual([]);
  expect(readFileSync(`/proc/${pid}/environ`, "utf8")).not.toMatch(/SECRET|KEYS|DATABASE_URL/);
  await expect(draw({ path: import.meta.filename, shape: JPEG }, AMPLE_MS)).rejects.toThrow(UnreadableImageError);
  await draw(small, AMPLE_MS);
  expect(processes()).toEqual([pid]);
});

test.each([
  ["takes too long", 50, () => undefined],
  ["makes its process fall over", AMPLE_MS, (pid: number) => process.kill(pid, "SIGSEGV")],
  ["makes its process stand still", 100, (pid: number) => process.kill(pid, "SIGSTOP")],
])("an image that %s fails alone: the process is gone, the next image has another", async (_, deadlineMs, harm) => {
  const [pid] = processes() as [number];
  const failing = draw(great, deadlineMs);
  harm(pid);
  await expect(failing).rejects.toThrow(UnreadableImageError);
  await expect.poll(processes).not.toContain(pid);
  expect(await draw(small, AMPLE_MS)).toMatchObject({ width: 8 });
});

test("so does one that takes too much memory", async () => {
  const poor = drawers({ memory: 115 * MEGABYTE });
  await expect(poor.draw(great, AMPLE_MS)).rejects.toThrow(UnreadableImageError);
  expect(await poor.draw(small, AMPLE_MS)).toMatchObject({ width: 8 });
});

test("a process that dies while idle is missed by no image; one that is idle for long ends by itself", async () => {
  const brief = drawers({ idleMs: 50 });
  await brief.draw(small, AMPLE_MS);
  for (const pid of processes()) process.kill(pid, "SIGKILL");
  await expect.poll(processes).toEqual([]);
  expect(await draw(small, AMPLE_MS)).toMatchObject({ width: 8 });
  await expect.poll(brief.processes, { timeout: 5_000 }).toEqual([]);
});

test("it ends with the program it belongs to, in the middle of an image too", async () => {
  const memory = 800 * MEGABYTE + process.pid;
  const program = join(folder, "program.mts");
  writeFileSync(
    program,
    `import { createDrawers } from ${JSON.stringify(join(import.meta.dirname, "drawers.ts"))};
     const draw = createDrawers({ processes: 1, memory: ${memory}, wornMemory: ${memory}, idleMs: 60_000 });
     await draw(${JSON.stringify(small)}, ${AMPLE_MS});
     void draw(${JSON.stringify(great)}, ${AMPLE_MS});
     console.log("drawing");
     setInterval(() => undefined, 1_000);`,
  );
  const parent = await startProcess(program, { readyWhen: /drawing/ });
  expect(processesWith(String(memory))).toHaveLength(1);
  await parent.kill();
  await expect.poll(() => processesWith(String(memory)), { timeout: 5_000 }).toEqual([]);
});

function processesWith(argument: string): number[] {
  const lines = execFileSync("ps", ["-eo", "pid=,stat=,args="], { encoding: "utf8" }).split("\n");
  const ours = lines.filter((line) => line.includes("drawing-child.ts") && line.endsWith(argument));
  return ours.filter((line) => !/^\s*\d+\s+Z/.test(line)).map((line) => Number.parseInt(line, 10));
}
