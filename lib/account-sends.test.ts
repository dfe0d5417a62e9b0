import "#test/database.ts";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { instagramAccounts } from "#db/schema/index.ts";
import { makeAccount } from "#test/factories.ts";
import { awaitSendTurn, takeSendTurn } from "./account-sends.ts";

test("texts keep below a hundred a second however many ask at once; media and other accounts do not wait for them", async () => {
  const [busy, idle] = [await makeAccount(), await makeAccount()];
  const turns = await Promise.all(Array.from({ length: 60 }, () => takeSendTurn(db, busy.id)));
  expect(turns.every(({ isTaken }) => isTaken)).toBe(true);
  expect(Math.max(...turns.map(({ waitMs }) => waitMs))).toBeGreaterThan(59 * 12 - 500);
  expect((await takeSendTurn(db, busy.id, "media")).waitMs).toBeLessThan(5);
  expect((await takeSendTurn(db, idle.id)).waitMs).toBeLessThan(5);
});

test("media keep below ten a second, and a turn that is far away is not taken", async () => {
  const account = await makeAccount();
  const turns = [];
  for (let count = 0; count < 20; count++) turns.push(await takeSendTurn(db, account.id, "media"));
  const taken = turns.filter(({ isTaken }) => isTaken);
  expect(taken.length).toBeGreaterThanOrEqual(8);
  expect(taken.length).toBeLessThanOrEqual(10);
  expect(turns.at(-1)?.waitMs).toBeGreaterThan(800);
});

test.each([
  [79, 0],
  [90, 1_000],
  [100, 2_000],
])("at %i percent of the limits turns lie %i ms further apart", async (percent, extraMs) => {
  const account = await makeAccount();
  await use(account.id, { appPercent: 3, accountPercent: percent });
  await takeSendTurn(db, account.id);
  const { waitMs } = await takeSendTurn(db, account.id);
  expect(waitMs).toBeGreaterThan(extraMs - 60);
  expect(waitMs).toBeLessThan(extraMs + 60);
});

test("what an answer said long ago slows nothing down", async () => {
  const account = await makeAccount();
  await use(account.id, { appPercent: 100, accountPercent: null }, 11);
  await takeSendTurn(db, account.id);
  expect((await takeSendTurn(db, account.id)).waitMs).toBeLessThan(60);
});

test("whoever is waited for goes in a turn that is near, and is told no during a pause", async () => {
  const account = await makeAccount();
  const began = Date.now();
  for (let count = 0; count < 3; count++) await awaitSendTurn(account.id, "media");
  expect(Date.now() - began).toBeGreaterThan(200);
  expect(Date.now() - began).toBeLessThan(1_000);

  await db.update(instagramAccounts).set({ pausedUntil: new Date(Date.now() + 30_000) });
  await expect(awaitSendTurn(account.id)).rejects.toMatchObject({ code: "unavailable" });
  expect((await takeSendTurn(db, account.id)).waitMs).toBeGreaterThan(29_000);
});

async function use(id: string, percents: { appPercent: number | null; accountPercent: number | null }, minutesAgo = 0) {
  const usage = { ...percents, regainAccessAt: null, at: new Date(Date.now() - minutesAgo * 60_000).toISOString() };
  await db.update(instagramAccounts).set({ usage }).where(sql`${instagramAccounts.id} = ${id}`);
}
