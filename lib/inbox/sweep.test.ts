import "#test/database.ts";
import { and, asc, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { webhookDeliveries, webhookEvents } from "#db/schema/index.ts";
import { forgetUnsent } from "#lib/forget-events.ts";
import { makeAccount } from "#test/factories.ts";
import { bodyOf, deliver, wire } from "#test/webhooks.ts";
import { sweepInbox } from "./sweep.ts";

let account: Awaited<ReturnType<typeof makeAccount>>;
let lena: ReturnType<typeof wire>;

beforeEach(async () => {
  await db.execute(sql`truncate webhook_deliveries cascade`);
  account = await makeAccount();
  lena = wire(account.igId, "1284407719365528");
});

describe("what is older than thirty days", () => {
  test("goes however much has gone before, and its hash stays", async () => {
    await db.execute(sql`
      insert into webhook_deliveries (sha256, body, received_at)
      select 'old-' || n, 'words', now() - interval '40 days' from generate_series(1, 2500) as n`);
    const body = await deliverOld("m1");
    await deliver(bodyOf(account.igId, [lena.message(1, "m2", "of today")]));
    await sweepInbox();
    expect(await countBodies()).toBe(502);
    await sweepInbox();
    expect(await countBodies()).toBe(1);
    expect(await db.$count(webhookDeliveries)).toBe(2_502);
    expect(await midsOfEvents()).toEqual(["m2"]);

    await deliver(body);
    expect(await midsOfEvents()).toEqual(["m2"]);
  });

  test("goes with its events where its body went before", async () => {
    await deliverOld("m1");
    await db.update(webhookDeliveries).set({ body: Buffer.alloc(0) });
    await sweepInbox();
    expect(await midsOfEvents()).toEqual([]);
  });

  test("stays while one of its events is a dead letter", async () => {
    await deliverOld("m1", "m2");
    const isOne = and(eq(webhookEvents.igId, account.igId), eq(webhookEvents.mid, "m1"));
    await db.update(webhookEvents).set({ state: "dead", reason: "Error" }).where(isOne);
    await sweepInbox();
    expect([await countBodies(), await midsOfEvents()]).toEqual([1, ["m1", "m2"]]);
  });

  test("waits for the next time where somebody has it in hand, and neither waits for the other", async () => {
    await deliverOld("m1");
    await deliverOld("m2");
    await transaction(async (tx) => {
      await forgetUnsent(tx, { instagramAccountId: account.id, mid: "m1" });
      // Its body is wanted only at the end, when the sweep must not hold it.
      await sweepInbox();
      expect([await countBodies(), await midsOfEvents()]).toEqual([1, ["m1"]]);
    });
    expect([await countBodies(), await midsOfEvents()]).toEqual([0, ["m1"]]);
    await sweepInbox();
    expect(await midsOfEvents()).toEqual([]);
  });
});

async function deliverOld(...mids: string[]): Promise<Uint8Array> {
  const body = bodyOf(
    account.igId,
    mids.map((mid) => lena.message(0, mid, "of then")),
  );
  await deliver(body);
  await db.execute(sql`
    update webhook_deliveries set received_at = now() - interval '31 days'
    where id in (select delivery_id from webhook_events where mid in ${mids})`);
  return body;
}

function countBodies(): Promise<number> {
  return db.$count(webhookDeliveries, sql`length(body) > 0`);
}

async function midsOfEvents() {
  const { igId, mid } = webhookEvents;
  const rows = await db.select({ mid }).from(webhookEvents).where(eq(igId, account.igId)).orderBy(asc(mid));
  return rows.map((row) => row.mid);
}
