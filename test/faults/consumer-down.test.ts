import "#test/database.ts";
import { eq } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { outgoingEvents } from "#db/schema/index.ts";
import { sweepOutbox } from "#lib/outbox/sweep.ts";
import { type Instance, startInstance } from "#test/child-process.ts";
import { consumer, type Received } from "#test/consumer.ts";
import { deliveriesOf, endpointOf, letPass, openOutbox } from "#test/outbox.ts";
import { bodyOf, wire } from "#test/webhooks.ts";

const SOON = { timeout: 30_000, interval: 50 };
const CUSTOMERS = ["1284407719365528", "822960147735094", "550012345678901"];
const ROUNDS = 6;

const instances: Instance[] = [];

afterEach(async () => {
  await Promise.all(instances.splice(0).map((instance) => instance.stop()));
});

async function start(): Promise<Instance> {
  const instance = await startInstance();
  instances.push(instance);
  return instance;
}

test("F39 a consumer that is down for an hour ends with every event exactly once by id, each conversation in order, through two deaths of ours", {
  timeout: 180_000,
}, async () => {
  const { account, workspaceId, endpointId } = await openOutbox({ events: ["message.received"] });
  let instance = await start();
  const startedAt = Date.now() - 3_600_000;
  consumer.answers(503);
  for (let round = 0; round < ROUNDS; round++) {
    const said = CUSTOMERS.map((igsid) =>
      wire(account.igId, igsid, startedAt).message(round, `${igsid}-${round}`, `${round}`),
    );
    expect(await instance.post(bodyOf(account.igId, said))).toBe(200);
    await expect.poll(() => countEvents(workspaceId), SOON).toBe((round + 1) * CUSTOMERS.length);
    if (round === 2) instance = await dieWhileAsking(instance, endpointId);
    await letPass(endpointId, "10 minutes");
    await sweepOutbox();
  }
  expect(consumer.taken).toEqual([]);
  expect(await endpointOf(endpointId)).toMatchObject({ disabledAt: null, failingSince: expect.any(Date) });

  // What the consumer keeps it has done, also when nobody was there any more to hear its answer.
  const kept: Received[] = [];
  const answered = new Promise<void>((resolve) => {
    consumer.answers((received, response) => {
      kept.push(received);
      if (kept.length === 5) resolve(instance.kill());
      else response.writeHead(200).end();
    });
  });
  // Longer than any pause of that stage, of which chance makes a tenth.
  await letPass(endpointId, "3 hours");
  await sweepOutbox();
  await answered;
  await letPass(endpointId, "1 minute");
  await start();
  await sweepOutbox();
  await expect.poll(() => countWaiting(endpointId), SOON).toBe(0);

  const once = new Map<string, string>();
  for (const { id, body } of kept) {
    expect(once.get(id) ?? body).toBe(body);
    once.set(id, body);
  }
  const events = await db.select().from(outgoingEvents).where(eq(outgoingEvents.workspaceId, workspaceId));
  expect([...once.keys()].sort()).toEqual(events.map(({ id }) => id).sort());
  expect(once.size).toBe(ROUNDS * CUSTOMERS.length);
  expect(kept.length).toBeGreaterThan(once.size);
  for (const igsid of CUSTOMERS) {
    const told = [...once.values()]
      .map((body) => JSON.parse(body))
      .filter(({ message }) => message.sender.id === igsid);
    expect(told.map(({ message }) => message.text)).toEqual(Array.from({ length: ROUNDS }, (_, round) => `${round}`));
  }
  expect(await endpointOf(endpointId)).toMatchObject({ failingSince: null, failedAttempts: 0, disabledAt: null });
});

/** Killed in the middle of an attempt that the consumer does not answer; another instance takes its place. */
async function dieWhileAsking(instance: Instance, endpointId: string): Promise<Instance> {
  // Every conversation has an event that is due again within that time.
  const asked = new Promise<void>((resolve) => consumer.answers(() => resolve()));
  await letPass(endpointId, "40 minutes");
  await sweepOutbox();
  await asked;
  await instance.kill();
  consumer.answers(503);
  return start();
}

function countEvents(workspaceId: string): Promise<number> {
  return db.$count(outgoingEvents, eq(outgoingEvents.workspaceId, workspaceId));
}

async function countWaiting(endpointId: string): Promise<number> {
  return (await deliveriesOf(endpointId)).filter(({ state }) => state === "pending").length;
}
