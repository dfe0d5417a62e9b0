import "#test/database.ts";
import { eq, inArray, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { instagramAccounts, messages, reconciliations, tokenEvents } from "#db/schema/index.ts";
import { checkSubscription } from "#lib/accounts/subscriptions.ts";
import { watchAccounts } from "#lib/accounts/watch.ts";
import { reconcileAccount } from "#lib/inbox/reconcile.ts";
import { jobsNamed } from "#test/jobs.ts";
import { openMailbox } from "#test/mailbox.ts";
import { control } from "#test/simulator.ts";
import { deliver } from "#test/webhooks.ts";
import { SCHEDULE } from "#worker/schedule.ts";
import { openScene, type Scene } from "./scene.ts";

const BUSINESS = "brassmoonstudio";
const CUSTOMERS = ["lena.wirth.foto", "tom_k_82", "aylin.demir"];

const mailbox = await openMailbox();
let scene: Scene;

beforeEach(async () => {
  scene = await openScene();
  await mailbox.subscribe();
  await walk();
  await db.update(reconciliations).set({ historyBefore: sql`now() - interval '1 day'` });
});

test("F38 events are dropped on the way: exactly those are found within the quarter of an hour and marked as recovered", {
  timeout: 60_000,
}, async () => {
  await control("PATCH", "/webhooks", { drop: 0.2, seed: 7 });
  const written = await writeMany(40);
  const bodies = await mailbox.take();
  for (const body of bodies) await deliver(body);
  const dropped = written.filter((mid) => !bodies.some((body) => body.toString().includes(mid)));
  expect(dropped.length).toBeGreaterThan(0);
  expect(await midsOf("recovered")).toEqual([]);

  await walk();
  expect(await midsOf("recovered")).toEqual(dropped.toSorted());
  expect(await db.$count(messages, inArray(messages.mid, written))).toBe(written.length);
  expect(minutesBetween("reconcile-accounts")).toBeLessThanOrEqual(10);
});

test("F38 the account is unsubscribed for two hours: subscribed again within ten minutes, and what was missed is found", async () => {
  await control("PATCH", `/accounts/${BUSINESS}`, { subscribed_fields: [] });
  const missed = await writeMany(6);
  expect(await mailbox.take()).toEqual([]);

  expect(minutesBetween("check-subscriptions")).toBeLessThanOrEqual(10);
  await db.execute(sql`delete from graphile_worker._private_jobs`);
  await watchAccounts();
  for (const { instagramAccountId } of await jobsNamed("check-subscription"))
    await checkSubscription(instagramAccountId);
  const account = await control<{ subscribed_fields: string[] }>("GET", `/accounts/${BUSINESS}`);
  expect(account.subscribed_fields).toContain("messages");
  expect(await historyKinds()).toEqual(expect.arrayContaining(["subscription_lost", "subscribed"]));

  expect(await jobsNamed("reconcile-account")).toEqual([{ instagramAccountId: scene.accountId }]);
  await walk();
  expect(await midsOf("recovered")).toEqual(missed.toSorted());
});

test("F38 nothing comes although the same hours of every week before were lively: the account says so until something comes", async () => {
  await db.execute(sql`
    insert into account_hours (instagram_account_id, hour, moments)
    select ${scene.accountId}, date_trunc('hour', now()) - make_interval(hours => ago), 3
    from generate_series(6, 4 * 7 * 24 + 6) as ago`);
  await db.update(instagramAccounts).set({ lastEventAt: sql`now() - interval '6 hours'` });
  await watchAccounts();
  expect(await silentSince()).not.toBeNull();

  const afterAnother = async () => {
    await writeMany(1);
    for (const body of await mailbox.take()) await deliver(body);
    return silentSince();
  };
  await expect.poll(afterAnother, { timeout: 10_000, interval: 1_000 }).toBeNull();
});

async function writeMany(count: number): Promise<string[]> {
  const mids: string[] = [];
  for (let number = 0; number < count; number++) {
    const body = { account: BUSINESS, text: `Number ${number}`, ago_seconds: 120 - number };
    const customer = CUSTOMERS[number % CUSTOMERS.length];
    mids.push((await control<{ mid: string }>("POST", `/customers/${customer}/messages`, body)).mid);
  }
  return mids;
}

async function walk(): Promise<void> {
  for (let slice = 0; slice < 30; slice++) {
    await reconcileAccount(scene.accountId);
    const [row] = await db.select().from(reconciliations);
    if (row?.importFinishedAt && !row.walkStartedAt) return;
  }
  throw new Error("The walk does not end.");
}

async function midsOf(origin: "recovered"): Promise<string[]> {
  const rows = await db.select({ mid: messages.mid }).from(messages).where(eq(messages.origin, origin));
  return rows.map(({ mid }) => mid ?? "").sort();
}

async function historyKinds(): Promise<string[]> {
  const rows = await db
    .select({ kind: tokenEvents.kind })
    .from(tokenEvents)
    .where(eq(tokenEvents.instagramAccountId, scene.accountId));
  return rows.map(({ kind }) => kind);
}

async function silentSince() {
  const [row] = await db.select().from(instagramAccounts).where(eq(instagramAccounts.id, scene.accountId));
  return row?.silentSince ?? null;
}

function minutesBetween(job: string): number {
  const line = SCHEDULE.split("\n").find((one) => one.includes(job));
  return Number(line?.match(/^\*\/(\d+) /)?.[1]);
}
