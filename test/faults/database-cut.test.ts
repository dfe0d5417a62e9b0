import "#test/database.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { messages, webhookEvents } from "#db/schema/index.ts";
import { startInstance } from "#test/child-process.ts";
import { makeAccount } from "#test/factories.ts";
import { openFaultProxy } from "#test/fault-proxy.ts";
import { bodyOf, wire } from "#test/webhooks.ts";

const CUSTOMERS = 12;
const EACH = 5;
const ROUNDS = 25;

test("the database's connections break again and again: the process lives, and what was acknowledged is there once", {
  timeout: 120_000,
}, async () => {
  const { igId } = await makeAccount();
  const database = await openFaultProxy(process.env.DATABASE_URL ?? "");
  const instance = await startInstance({ DATABASE_URL: database.url });
  const breaking = (async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await sleep(50 + (round % 5) * 60);
      database.cutAll();
    }
  })();

  const writing = Array.from({ length: CUSTOMERS }, async (_, customer) => {
    const { message } = wire(igId, `73000000000${customer}`);
    for (let n = 0; n < EACH; n++) {
      const body = bodyOf(igId, [message(n, `mid-${customer}-${n}`, `Number ${n}`)]);
      while ((await instance.post(body)) !== 200) await sleep(50);
    }
  });
  await Promise.all([...writing, breaking]);

  const pending = () => db.$count(webhookEvents, eq(webhookEvents.state, "pending"));
  await expect.poll(pending, { timeout: 60_000, interval: 100 }).toBe(0);
  const rows = await db.select({ mid: messages.mid }).from(messages);
  const written = Array.from({ length: CUSTOMERS }, (_, c) => Array.from({ length: EACH }, (_, n) => `mid-${c}-${n}`));
  expect(rows.map(({ mid }) => mid).sort()).toEqual(written.flat().sort());
  expect(await instance.post(Buffer.from("{}"))).toBe(200);
});
