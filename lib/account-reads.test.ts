import "#test/database.ts";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { reconciliations } from "#db/schema/index.ts";
import { makeAccount } from "#test/factories.ts";
import { awaitTurn } from "./account-reads.ts";

test("turns of one account lie apart however many ask at once, and those of another do not wait for them", async () => {
  const [busy, idle] = [await makeAccount(), await makeAccount()];
  const began = Date.now();
  const turns = Promise.all(
    Array.from({ length: 4 }, async () => {
      await awaitTurn(busy.id);
      return Date.now() - began;
    }),
  );
  await awaitTurn(idle.id);
  expect(Date.now() - began).toBeLessThan(500);

  const times = (await turns).sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(500);
  const [row] = await db.select().from(reconciliations);
  expect(row?.historyBefore.getTime()).toBeLessThanOrEqual(Date.now());
});

test("an account that is gone has no turns to wait for", async () => {
  await expect(awaitTurn(crypto.randomUUID())).resolves.toBeInstanceOf(Date);
});
