import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { connect } from "#db/connect.ts";
import { messages, sendAttempts, webhookEvents } from "#db/schema/index.ts";
import { retryReply } from "#lib/inbox/replies.ts";
import { type Child, startWorkerProcess } from "#test/child-process.ts";
import { openFaultProxy } from "#test/fault-proxy.ts";
import { control, simulatorUrl } from "#test/simulator.ts";
import { bodyOf, take, wire } from "#test/webhooks.ts";
import {
  accepted,
  customerWrites,
  hurry,
  IG_ID,
  LENA,
  ledger,
  openScene,
  type Scene,
  shown,
  TOM,
  write,
} from "./scene.ts";

const SOON = { timeout: 15_000, interval: 50 };
/** Beyond it, reliability F04 is broken. */
const RESCUED_WITHIN = { timeout: 45_000, interval: 200 };
/** Until it is known that nobody knows: a call's deadline of 20 s, and its grace. */
const DEADLINE_SECONDS = 30;

let scene: Scene;
let workers: Child[] = [];
/** How long people would have waited for what the test let pass in no time, by the name of the job that waited. */
let passed = new Map<string, number>();

beforeEach(async () => {
  scene = await openScene();
  passed = new Map();
});

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  workers = [];
});

async function startWorker(env: Record<string, string> = {}): Promise<Child> {
  const worker = await startWorkerProcess(env);
  workers.push(worker);
  return worker;
}

test("F04 a worker is killed while it applies a 200-event body: the others finish it within 45 s, each event once", {
  timeout: 90_000,
}, async () => {
  const tomsConversation = await customerWrites(TOM);
  const { message } = wire(IG_ID, TOM, Date.now() - 300_000);
  const first = await startWorker();
  const events = Array.from({ length: 200 }, (_, n) => message(n, `mid-${n}`, `Number ${n}`));
  await whileHeld("mid-120", async () => {
    await take(bodyOf(IG_ID, events));
    await expect.poll(() => countApplied(), SOON).toBeGreaterThan(50);
    await first.kill();
  });
  expect(await countApplied()).toBeLessThan(200);

  const began = Date.now();
  await startWorker();
  await expect.poll(() => countApplied(), RESCUED_WITHIN).toBe(200);
  expect(Date.now() - began).toBeLessThan(45_000);
  const rows = await db.select().from(messages).where(eq(messages.conversationId, tomsConversation));
  expect(
    rows
      .filter(({ mid }) => mid?.startsWith("mid-"))
      .map(({ text }) => text)
      .sort(),
  ).toEqual(events.map((_, n) => `Number ${n}`).sort());
});

test("F05 a worker is killed before any byte of a reply left: checking, not found after some 90 s and Send again, nothing accepted", {
  timeout: 60_000,
}, async () => {
  const graph = await openFaultProxy(simulatorUrl);
  graph.holdAt("post ");
  const first = await startWorker({ INSTAGRAM_GRAPH_URL: graph.url });
  const messageId = await write(scene, "Yes, two are left.");
  await expect.poll(() => shown(scene.conversationId), SOON).toEqual([["Yes, two are left.", "sending", null]]);
  await expect.poll(() => graph.held(), SOON).toBe(1);
  await first.kill();
  expect(await ledger()).toEqual([]);

  await startWorker();
  await expect.poll(() => after("settle-reply"), SOON).toEqual([["Yes, two are left.", "unconfirmed", "no_answer"]]);
  const verdict = [["Yes, two are left.", "unconfirmed", "not_found_in_conversation"]];
  await expect.poll(() => after("confirm-reply"), SOON).toEqual(verdict);
  expect(secondsOf("settle-reply")).toBeLessThanOrEqual(DEADLINE_SECONDS);
  expect(secondsOf("confirm-reply")).toBeGreaterThan(85);
  expect(secondsOf("confirm-reply")).toBeLessThanOrEqual(95);
  expect(await accepted()).toEqual([]);

  await retryReply(scene.member, { messageId });
  await expect.poll(() => shown(scene.conversationId), SOON).toEqual([["Yes, two are left.", "sent", null]]);
  expect(await accepted()).toEqual(["Yes, two are left."]);
});

test("F06 a worker is killed after Instagram accepted and before its answer: checking for 15 s at most, then sent, exactly one accept", {
  timeout: 60_000,
}, async () => {
  await control("POST", "/faults", { match: { endpoint: "messages" }, accept: true, result: "hang" });
  const first = await startWorker();
  await write(scene, "Yes, two are left.");
  await expect.poll(() => accepted(), SOON).toEqual(["Yes, two are left."]);
  await first.kill();
  expect(await shown(scene.conversationId)).toEqual([["Yes, two are left.", "sending", null]]);

  await startWorker();
  await expect.poll(() => after("settle-reply"), SOON).toEqual([["Yes, two are left.", "unconfirmed", "no_answer"]]);
  await expect.poll(() => after("confirm-reply"), SOON).toEqual([["Yes, two are left.", "sent", null]]);
  expect(secondsOf("settle-reply")).toBeLessThanOrEqual(DEADLINE_SECONDS);
  expect(secondsOf("confirm-reply")).toBeLessThanOrEqual(15);
  expect(await accepted()).toHaveLength(1);
});

test("F07 a worker is killed after the answer, before its commit: checking for 15 s at most, then sent by its echo, exactly one accept", {
  timeout: 60_000,
}, async () => {
  const database = await openFaultProxy(process.env.DATABASE_URL ?? "");
  const slowly = { accept: true, result: "slow", slow_ms: 1_500 };
  await control("POST", "/faults", { match: { endpoint: "messages" }, ...slowly });
  const first = await startWorker({ DATABASE_URL: database.url });
  const messageId = await write(scene, "Yes, two are left.");
  await expect.poll(() => accepted(), SOON).toEqual(["Yes, two are left."]);
  database.holdAt("commit", "antwort web");
  await expect.poll(() => database.held(), SOON).toBeGreaterThan(0);
  expect((await ledger())[0]).toMatchObject({ status: 200 });
  await first.kill();
  expect(await shown(scene.conversationId)).toEqual([["Yes, two are left.", "sending", null]]);

  await startWorker();
  await expect.poll(() => after("settle-reply"), SOON).toEqual([["Yes, two are left.", "unconfirmed", "no_answer"]]);
  const unknownAt = await finishedAt(messageId);
  const [send] = await control<{ mid: string }[]>("GET", "/ledger");
  const { echo } = wire(IG_ID, LENA, Date.now());
  await take(bodyOf(IG_ID, [echo(0, send?.mid ?? "", "Yes, two are left.")]));
  await expect.poll(() => shown(scene.conversationId), SOON).toEqual([["Yes, two are left.", "sent", null]]);
  expect(await accepted()).toHaveLength(1);
  const [row] = await db.select().from(messages).where(eq(messages.id, messageId));
  expect(row).toMatchObject({ mid: send?.mid, attempts: 1 });
  expect(secondsOf("settle-reply")).toBeLessThanOrEqual(DEADLINE_SECONDS);
  expect((await finishedAt(messageId)) - unknownAt).toBeLessThan(15_000);
});

/** Time passes, and then the conversation shows this. */
async function after(job: "settle-reply" | "confirm-reply") {
  passed.set(job, secondsOf(job) + (await hurry(job)));
  return shown(scene.conversationId);
}

/** When it was last said what became of the attempt, by the database's clock. */
async function finishedAt(messageId: string): Promise<number> {
  const [attempt] = await db.select().from(sendAttempts).where(eq(sendAttempts.messageId, messageId));
  return attempt?.finishedAt?.getTime() ?? 0;
}

function secondsOf(job: string): number {
  return passed.get(job) ?? 0;
}

/** Nobody gets past what speaks of this mid meanwhile. */
async function whileHeld(mid: string, run: () => Promise<void>): Promise<void> {
  // A connection without our deadlines: on a busy machine it may take longer.
  const directly = connect(process.env.DATABASE_URL ?? "", { max: 1 });
  try {
    await directly`select pg_advisory_lock(hashtextextended(${`${IG_ID}:${mid}`}, 0))`;
    await run();
  } finally {
    await directly.end({ timeout: 2 });
  }
}

async function countApplied(): Promise<number> {
  return db.$count(webhookEvents, sql`${webhookEvents.state} = 'applied' and ${webhookEvents.mid} like 'mid-%'`);
}
