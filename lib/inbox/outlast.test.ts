import "#test/database.ts";
import { and, eq, like, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { connect } from "#db/connect.ts";
import { messages, webhookEvents } from "#db/schema/index.ts";
import { makeAccount } from "#test/factories.ts";
import { type FaultProxy, openFaultProxy } from "#test/fault-proxy.ts";
import { bodyOf, wire } from "#test/webhooks.ts";
import { recordDelivery } from "./intake.ts";
import { processEvents } from "./process-events.ts";

const IGSID = "1284407719365528";
/** More than the attempts after which an event is a dead letter. */
const BREAKS = 6;

const directly = connect(process.env.DATABASE_URL ?? "", { max: 1 });
const beside = drizzle(directly, { casing: "snake_case" });
let database: FaultProxy;

beforeAll(async () => {
  database = await openFaultProxy(process.env.DATABASE_URL ?? "");
  process.env.DATABASE_URL = database.url;
});
afterEach(() => {
  database.cutAt(null);
  database.cutAtAnswer(null);
});
afterAll(() => directly.end());

test.each([
  ["its message is written", () => database.cutAt('insert into "messages"')],
  ["it is claimed, and the claim is in force", () => database.cutAtAnswer("update 1\0")],
  ["it is committed, and the commit is in force", () => database.cutAtAnswer("commit\0")],
])(
  "connections that break again and again as %s count as one attempt, and the event is applied once",
  async (_, cut) => {
    const { igId, lane } = await receive("hello");
    const before = database.cuts();
    cut();
    const processing = processEvents(lane);
    await expect.poll(() => database.cuts() - before, { interval: 20, timeout: 30_000 }).toBeGreaterThanOrEqual(BREAKS);
    const [waiting] = await stored(igId);
    expect(waiting?.attempts).toBeLessThanOrEqual(1);
    database.cutAt(null);
    database.cutAtAnswer(null);
    await processing;

    expect(await stored(igId)).toEqual([{ state: "applied", attempts: 1 }]);
    expect(await beside.select({ text: messages.text }).from(messages)).toContainEqual({ text: "hello" });
  },
);

test("a true fault of an event still makes it a dead letter after five attempts", { timeout: 60_000 }, async () => {
  const { igId, lane } = await receive("poison");
  await beside.execute(sql`create function refuse() returns trigger language plpgsql as $$ begin
    if new.text = 'poison' then raise exception 'no'; end if; return new; end $$`);
  await beside.execute(sql`create trigger refuse before insert on messages for each row execute function refuse()`);
  for (let attempts = 1; attempts < 5; attempts++) {
    await processEvents(lane);
    expect(await stored(igId)).toEqual([{ state: "pending", attempts }]);
  }
  await processEvents(lane);
  expect(await stored(igId)).toEqual([{ state: "dead", attempts: 5 }]);
});

test("an event that ends every connection, while the database is well, becomes a dead letter and leaves its neighbour alone", {
  timeout: 60_000,
}, async () => {
  const { igId, lane } = await receive("ends it", "hello");
  const isIt = and(eq(webhookEvents.igId, igId), like(webhookEvents.payload, "%ends it%"));
  await beside.update(webhookEvents).set({ attempts: 4 }).where(isIt);
  const before = database.cuts();
  database.cutAt("ends it");
  await processEvents(lane);
  expect(database.cuts() - before).toBe(10);
  const [dead] = await beside.select().from(webhookEvents).where(isIt);
  expect(dead).toMatchObject({ state: "dead", reason: "ends_connection", attempts: 5 });
  await processEvents(lane);
  expect(await stored(igId)).toContainEqual({ state: "applied", attempts: 1 });
});

async function receive(...texts: string[]) {
  const { igId } = await makeAccount();
  const { message } = wire(igId, IGSID);
  const body = bodyOf(
    igId,
    texts.map((text, index) => message(1 + index, `mid-${igId}-${index}`, text)),
  );
  await vi.waitFor(() => recordDelivery(body), { timeout: 30_000 });
  return { igId, lane: `${igId}:${IGSID}` };
}

function stored(igId: string) {
  const { state, attempts } = webhookEvents;
  return beside.select({ state, attempts }).from(webhookEvents).where(eq(webhookEvents.igId, igId));
}
