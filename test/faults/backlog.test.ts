import "#test/database.ts";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { messages, webhookEvents } from "#db/schema/index.ts";
import { startWorkerProcess } from "#test/child-process.ts";
import { makeAccount } from "#test/factories.ts";
import { bodyOf, take, type WireEvent, wire } from "#test/webhooks.ts";

const CUSTOMERS = 40;
const EACH = 30;
const HOUR_MS = 3_600_000;

test("F42 a backlog after an outage: live messages go first, within its conversations too, and all of it is applied once", {
  timeout: 120_000,
}, async () => {
  const { igId } = await makeAccount();
  const backlog = Array.from({ length: CUSTOMERS }, (_, customer) => {
    const { message } = wire(igId, igsidOf(customer), Date.now() - HOUR_MS);
    return Array.from({ length: EACH }, (_, n) => message(n, `old-${customer}-${n}`, `Number ${n}`));
  }).flat();
  await Promise.all(backlog.map((event) => take(bodyOf(igId, [event]))));
  expect(await pending()).toBe(CUSTOMERS * EACH);

  const worker = await startWorkerProcess();
  await take(bodyOf(igId, [live("stranger", "822960147735094"), live("caught-up", igsidOf(CUSTOMERS - 1))]));
  await expect.poll(() => isThere("stranger"), { timeout: 3_000, interval: 20 }).toBe(true);
  await expect.poll(() => isThere("caught-up"), { timeout: 3_000, interval: 20 }).toBe(true);
  expect(await pending()).toBeGreaterThan(0);

  await expect.poll(pending, { timeout: 90_000, interval: 200 }).toBe(0);
  await worker.stop();
  const rows = await db.select({ mid: messages.mid }).from(messages);
  const mids = backlog.map((event) => (event.message as { mid: string }).mid);
  expect(rows.map(({ mid }) => mid).sort()).toEqual([...mids, "stranger", "caught-up"].sort());

  function live(mid: string, igsid: string): WireEvent {
    return wire(igId, igsid, Date.now()).message(0, mid, "Hello?");
  }
});

function igsidOf(customer: number): string {
  return String(7_300_000_000_000_000 + customer);
}

function pending(): Promise<number> {
  return db.$count(webhookEvents, eq(webhookEvents.state, "pending"));
}

async function isThere(mid: string): Promise<boolean> {
  return (await db.$count(messages, eq(messages.mid, mid))) === 1;
}
