import "#test/database.ts";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { messages, webhookDeliveries, webhookEvents } from "#db/schema/index.ts";
import { makeAccount, makeConversation, makeMessage } from "#test/factories.ts";
import { applyPending, bodyOf, deliver, take, type WireEvent, wire } from "#test/webhooks.ts";
import { listDeadEvents, replayAllDead } from "./dead-letters.ts";

const IGSID = "1284407719365528";
const SECRET = "meet me at";

let account: Awaited<ReturnType<typeof makeAccount>>;
let lena: ReturnType<typeof wire>;

beforeEach(async () => {
  account = await makeAccount();
  lena = wire(account.igId, IGSID);
});

describe("of a message that was unsent", () => {
  test("no stored event and no body holds its words, in whatever order its events came and however often", async () => {
    const orders = permutations([0, 1, 2, 3, 4]).filter((_, index) => index % 29 === 0);
    const rounds = [0, 1, 2, 3, 4].map((round) =>
      orders.map((order, number) => {
        const index = order[round] as number;
        return [eventsOf(`m${number}`)[index] as WireEvent, neighbour(number * 10 + index)];
      }),
    );
    for (const round of rounds) {
      await Promise.all(round.map((body) => take(bodyOf(account.igId, body))));
      await applyPending();
    }
    const bodies = rounds.flat();
    expect(await traces()).toEqual([]);
    const before = await shown();
    expect(before.unsent).toHaveLength(orders.length);
    expect(before.kept).toHaveLength(bodies.length);

    for (let start = 0; start < bodies.length; start += 4) {
      await take(
        bodyOf(
          account.igId,
          bodies
            .slice(start, start + 4)
            .flat()
            .reverse(),
        ),
      );
    }
    await applyPending();
    expect(await traces()).toEqual([]);
    expect(await shown()).toEqual(before);
    expect(await db.$count(webhookEvents, and(isOurs(), sql`payload like '%neighbour%'`))).toBe(bodies.length);
  });

  test("nothing is kept of a body that repeats it beside something new, before it is unsent", async () => {
    const { message, unsend } = lena;
    await deliver(bodyOf(account.igId, [message(0, "m1", SECRET)]));
    await deliver(bodyOf(account.igId, [message(0, "m1", SECRET), neighbour(1)]));
    await deliver(bodyOf(account.igId, [unsend(5, "m1")]));
    expect(await traces()).toEqual([]);
    expect((await shown()).kept).toEqual(["neighbour 1"]);
  });

  test("nothing is kept of events that come only after a look has found it gone", async () => {
    const conversation = await makeConversation(account, { igsid: IGSID });
    await makeMessage(conversation, { mid: "m1", origin: "recovered", text: null, deletedAt: new Date() });
    const { message, edit, raw } = lena;
    await deliver(bodyOf(account.igId, [edit(2, "m1", `${SECRET} nine`, 1)]));
    await deliver(bodyOf(account.igId, [raw(3, { message_edit: { mid: "m1", text: `${SECRET} one`, num_edit: 0 } })]));
    await deliver(bodyOf(account.igId, [message(0, "m1", SECRET)]));
    expect(await traces()).toEqual([]);
    const states = await db.select({ state: webhookEvents.state }).from(webhookEvents).where(isOurs());
    expect(states.map(({ state }) => state).sort()).toEqual(["applied", "applied", "ignored"]);
  });

  test("what could not be applied is no dead letter any longer, and a replay brings nothing back", async () => {
    const { message, edit, unsend } = lena;
    await deliver(bodyOf(account.igId, [message(0, "m1", SECRET), edit(1, "m1", `${SECRET} ten`, 1)]));
    const isEdit = and(isOurs(), eq(webhookEvents.kind, "message_edit"));
    await db.update(webhookEvents).set({ state: "dead", reason: "Error" }).where(isEdit);
    await deliver(bodyOf(account.igId, [unsend(5, "m1")]));
    expect((await listDeadEvents()).filter(({ igId }) => igId === account.igId)).toEqual([]);
    await replayAllDead();
    const [stored] = await db.select().from(webhookEvents).where(isEdit);
    expect(stored).toMatchObject({ state: "ignored", reason: "unsent", payload: "" });
    expect(await traces()).toEqual([]);
  });

  test("the migration forgets what came and was unsent before, in repeats too, and nothing else", async () => {
    const { message, unsend, edit } = lena;
    const quoting = { reply_to: { mid: "m1" } };
    const secret = [message(0, "m1", SECRET), edit(1, "m1", `${SECRET} ten`, 1)];
    const bodies = [
      secret,
      [message(0, "m1", SECRET), neighbour(1)],
      [message(3, "n2", "neighbour 2", quoting)],
      [lena.message(4, "\u0000", "neighbour \ud800")],
      [unsend(5, "m1")],
    ].map((events) => Buffer.from(bodyOf(account.igId, events)));
    for (const body of bodies) await deliver(body);
    const [, payload] = secret.map((event) => bodyOf(account.igId, [event]).toString());
    const isEdit = and(isOurs(), eq(webhookEvents.kind, "message_edit"));
    await db.update(webhookEvents).set({ payload, state: "dead", reason: "Error" }).where(isEdit);
    for (const body of bodies) {
      const sha256 = createHash("sha256").update(body).digest("hex");
      await db.update(webhookDeliveries).set({ body }).where(eq(webhookDeliveries.sha256, sha256));
    }
    expect(await traces()).toHaveLength(3);

    const kept = await db
      .select()
      .from(webhookEvents)
      .where(and(isOurs(), sql`not ${isEdit}`))
      .orderBy(webhookEvents.seq);
    const migration = readFileSync("db/migrations/0027_unsent_before.sql", "utf8");
    for (const statement of migration.split("--> statement-breakpoint")) await db.execute(sql.raw(statement));
    expect(await traces()).toEqual([]);
    expect(
      await db.select({ state: webhookEvents.state, reason: webhookEvents.reason }).from(webhookEvents).where(isEdit),
    ).toEqual([{ state: "ignored", reason: "unsent" }]);
    expect(
      await db
        .select()
        .from(webhookEvents)
        .where(and(isOurs(), sql`not ${isEdit}`))
        .orderBy(webhookEvents.seq),
    ).toEqual(kept);
    const left = await db.select({ body: webhookDeliveries.body }).from(webhookDeliveries).where(sql`length(body) > 0`);
    expect(left).toContainEqual({ body: bodies[2] });
  });

  test("two people who unsend at once what came in the same bodies never wait for each other in a circle", async () => {
    const tom = wire(account.igId, "822960147735094");
    const numbers = Array.from({ length: 20 }, (_, number) => number);
    for (const number of numbers) {
      const both = [lena.message(number, `l${number}`, SECRET), tom.message(number, `t${number}`, SECRET)];
      await take(bodyOf(account.igId, both));
    }
    await applyPending();
    await take(
      bodyOf(
        account.igId,
        numbers.flatMap((number) => [lena.unsend(60 + number, `l${number}`), tom.unsend(90 - number, `t${number}`)]),
      ),
    );
    await applyPending();
    expect(await traces()).toEqual([]);
    // What has to be undone and tried again, one by one, is settled at many moments.
    const isUnsend = and(isOurs(), eq(webhookEvents.kind, "message_deleted"), eq(webhookEvents.state, "applied"));
    const moments = await db
      .selectDistinct({ lane: webhookEvents.lane, at: webhookEvents.settledAt })
      .from(webhookEvents)
      .where(isUnsend);
    expect(moments).toHaveLength(2);
  });
});

/** A message, two edits, a reaction and its end, in their order. */
function eventsOf(mid: string): WireEvent[] {
  return [
    lena.message(0, mid, `${SECRET} eight`),
    lena.edit(1, mid, `${SECRET} nine`, 1),
    lena.edit(2, mid, `${SECRET} ten`, 2),
    lena.react(3, mid, "🤫"),
    lena.unsend(4, mid),
  ];
}

function neighbour(number: number): WireEvent {
  return lena.message(10 + number, `n${number}`, `neighbour ${number}`);
}

function isOurs() {
  return eq(webhookEvents.igId, account.igId);
}

/** Where its words or its reaction still stand among all that came as webhooks. */
async function traces(): Promise<string[]> {
  const rows = await db.execute<{ place: string }>(sql`
    select key as place from webhook_events
      where ig_id = ${account.igId} and (payload like ${`%${SECRET}%`} or payload like '%🤫%')
    union all
    select 'a body' from webhook_deliveries
      where position(convert_to(${SECRET}, 'UTF8') in body) > 0 or position(convert_to('🤫', 'UTF8') in body) > 0`);
  return rows.map(({ place }) => place);
}

async function shown() {
  const rows = await db.select().from(messages).where(eq(messages.instagramAccountId, account.id));
  const words = (isUnsent: boolean) =>
    rows
      .filter(({ deletedAt }) => (deletedAt !== null) === isUnsent)
      .map(({ mid, text }) => (isUnsent ? `${mid} ${text}` : text))
      .sort();
  return { unsent: words(true), kept: words(false) };
}

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((one, index) => permutations(items.toSpliced(index, 1)).map((rest) => [one, ...rest]));
}
