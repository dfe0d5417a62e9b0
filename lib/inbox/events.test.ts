import "#test/database.ts";
import { asc, eq, like, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { conversations, messages, webhookDeliveries, webhookEvents } from "#db/schema/index.ts";
import { makeAccount, makeAttempt, makeConversation, makeMessage } from "#test/factories.ts";
import { projection } from "#test/history.ts";
import { applyPending, bodyOf, deliver, take, type WireEvent, wire } from "#test/webhooks.ts";
import { getPipelineHealth, listDeadEvents, replayAllDead, replayEvent } from "./dead-letters.ts";
import { recordDelivery } from "./intake.ts";
import { putOverdueBehind } from "./lane-jobs.ts";
import { processEvents } from "./process-events.ts";

const NOTHING = { url: null, linkUrl: null, title: null, mediaId: null, template: null };
const IGSID = "1284407719365528";

describe("a customer's message", () => {
  test("makes contact, conversation and one message, unread", async () => {
    const account = await makeAccount();
    const { message } = wire(account.igId, IGSID);
    await deliver(bodyOf(account.igId, [message(1, "m1", "Grüezi 👋")]));

    const [state] = await projection(account.igId);
    expect(state).toMatchObject({
      igsid: IGSID,
      lastText: "Grüezi 👋",
      messages: [{ mid: "m1", direction: "inbound" }],
    });
  });

  test("taken in twenty times at once by parallel deliveries is one message of one contact", async () => {
    const account = await makeAccount();
    const { message } = wire(account.igId, IGSID);
    const same = bodyOf(account.igId, [message(1, "m1", "first")]);
    const rebatched = bodyOf(account.igId, [message(2, "m2", "second"), message(1, "m1", "first")]);
    await Promise.all(Array.from({ length: 20 }, (_, index) => recordDelivery(index % 2 ? same : rebatched)));
    await Promise.all([applyPending(), applyPending(), applyPending()]);

    const [state, ...others] = await projection(account.igId);
    expect(others).toEqual([]);
    expect(state?.messages.map(({ mid }) => mid)).toEqual(["m1", "m2"]);
  });

  test("reopens a closed conversation, an older one does not", async () => {
    const account = await makeAccount();
    const { message } = wire(account.igId, IGSID);
    await deliver(bodyOf(account.igId, [message(10, "m1", "hello")]));
    await db
      .update(conversations)
      .set({ closedAt: new Date() })
      .where(eq(conversations.instagramAccountId, account.id));
    await deliver(bodyOf(account.igId, [message(5, "m0", "late")]));
    expect(await isClosed(account.id)).toBe(true);
    await deliver(bodyOf(account.igId, [{ ...message(0, "m2", "again"), timestamp: Date.now() + 1_000 }]));
    expect(await isClosed(account.id)).toBe(false);
  });

  test("of an account we do not know is counted and changes nothing", async () => {
    const { message } = wire("17841400000000001", IGSID);
    await deliver(bodyOf("17841400000000001", [message(1, "stranger", "hello")]));
    const [event] = await db.select().from(webhookEvents).where(eq(webhookEvents.igId, "17841400000000001"));
    expect(event).toMatchObject({ state: "ignored", reason: "unknown_account" });
  });

  test("with NUL and a lone surrogate is kept, shown with stand-ins", async () => {
    const account = await makeAccount();
    const body = `{"object":"instagram","entry":[{"time":1,"id":"${account.igId}","messaging":[{"sender":{"id":"${IGSID}"},"recipient":{"id":"${account.igId}"},"timestamp":1793351642118,"message":{"mid":"odd","text":"a\\u0000b\\ud83dc"}}]}]}`;
    await deliver(Buffer.from(body));
    const [state] = await projection(account.igId);
    expect(state?.messages[0]?.text).toBe("a\u2400b\ufffdc");
  });
});

test("the test button of Meta's dashboard is heard each time it is pressed, and changes nothing", async () => {
  const press = (time: number) => {
    const value = { sender: { id: "12334" }, recipient: { id: "23245" }, timestamp: "1527459824" };
    const changes = [{ field: "messages", value: { ...value, message: { mid: "random_mid", text: "random_text" } } }];
    return Buffer.from(JSON.stringify({ object: "instagram", entry: [{ id: "0", time, changes }] }));
  };
  const isTest = eq(webhookEvents.igId, "0");
  expect((await getPipelineHealth()).testedAt).toBeNull();
  await deliver(press(1_793_353_446));
  await db
    .update(webhookEvents)
    .set({ receivedAt: new Date("2026-01-01") })
    .where(isTest);
  expect((await getPipelineHealth()).testedAt).toEqual(new Date("2026-01-01"));
  await deliver(press(1_793_353_447));
  await deliver(press(1_793_353_447));
  const tests = await db.select().from(webhookEvents).where(isTest);
  expect(tests.map(({ state, reason }) => [state, reason])).toEqual(Array(2).fill(["ignored", "dashboard_test"]));
  expect((await getPipelineHealth()).testedAt?.getTime()).toBeGreaterThan(Date.now() - 60_000);
});

describe("an echo", () => {
  test("of a message from the Instagram app is one outbound message that is not ours", async () => {
    const account = await makeAccount();
    const { echo, message } = wire(account.igId, IGSID);
    await deliver(bodyOf(account.igId, [message(1, "m1", "hi"), echo(2, "e1", "from the phone")]));
    const [state] = await projection(account.igId);
    expect(state?.messages[1]).toMatchObject({ mid: "e1", status: "sent", origin: "instagram_app" });
  });

  test("that comes before the answer of its send is recognised, and two with the same words one to one", async () => {
    const account = await makeAccount();
    const conversation = await makeConversation(account, { igsid: IGSID });
    const sending = { direction: "outbound", origin: "antwort", status: "sending", attempts: 1, text: "Yes!" } as const;
    const first = await makeMessage(conversation, { ...sending, mid: null });
    const second = await makeMessage(conversation, { ...sending, mid: null, status: "unconfirmed" });
    await makeAttempt(first);
    await makeAttempt(second, new Date(Date.now() + 120_000));
    const { echo } = wire(account.igId, IGSID, Date.now());
    await deliver(bodyOf(account.igId, [echo(121, "e2", "Yes!"), echo(1, "e1", "Yes! ")]));

    const rows = await db
      .select()
      .from(messages)
      .where(eq(messages.conversationId, conversation.id))
      .orderBy(asc(messages.seq));
    expect(rows.map(({ id, mid, status }) => ({ id, mid, status }))).toEqual([
      { id: first.id, mid: "e1", status: "sent" },
      { id: second.id, mid: "e2", status: "sent" },
    ]);
  });

  test("of a photo is not the heart that nobody knows the outcome of, if it came long after it", async () => {
    const account = await makeAccount();
    const conversation = await makeConversation(account, { igsid: IGSID });
    const heart = { ...NOTHING, type: "heart", rawType: "like_heart" } as const;
    const sending = {
      direction: "outbound",
      origin: "antwort",
      status: "unconfirmed",
      attempts: 1,
      mid: null,
    } as const;
    const reply = await makeMessage(conversation, { ...sending, text: null, attachments: [heart] });
    await makeAttempt(reply);
    const { echo } = wire(account.igId, IGSID, Date.now());
    const picture = (second: number, mid: string) => {
      const { text: _, ...message } = echo(second, mid, "").message as Record<string, unknown>;
      const attachments = [{ type: "image", payload: { url: `https://lookaside.fbsbx.com/${mid}.jpg` } }];
      return { ...echo(second, mid, ""), message: { ...message, attachments } };
    };
    await deliver(bodyOf(account.igId, [picture(3_600, "photo")]));
    expect((await projection(account.igId))[0]?.messages).toMatchObject([
      { mid: null, status: "unconfirmed" },
      { mid: "photo", origin: "instagram_app", attachments: [{ type: "image" }] },
    ]);
    await deliver(bodyOf(account.igId, [picture(2, "heart")]));
    expect((await projection(account.igId))[0]?.messages).toMatchObject([
      { mid: "heart", status: "sent", attachments: [{ type: "heart" }] },
      { mid: "photo" },
    ]);
  });

  test("whose sender is not the account is never shown as ours", async () => {
    const account = await makeAccount();
    const { message } = wire(account.igId, IGSID);
    await deliver(bodyOf(account.igId, [message(1, "spoof", "I am the shop", { is_echo: true })]));
    expect(await projection(account.igId)).toEqual([]);
    expect(await listDeadEvents()).toContainEqual(expect.objectContaining({ reason: "echo_not_from_account" }));
  });
});

test("who holds a thread follows from what is told in standby and to us, by whomever it was written and in any order", async () => {
  const steps = [0, 1, 2, 3];
  const orders = steps.flatMap((a) =>
    steps.flatMap((b) => (a === b ? [] : [[a, b, ...steps.filter((n) => n !== a && n !== b)]])),
  );
  const accounts = await Promise.all(orders.map(() => makeAccount()));
  const bodies = accounts.map(({ igId }) => {
    const { message, echo, control } = wire(igId, IGSID);
    return [
      bodyOf(igId, [message(0, `in-${igId}`, "Hello?")]),
      bodyOf(igId, [control(1, "pass")]),
      bodyOf(igId, [echo(2, `bot-${igId}`, "I am a bot")], "standby"),
      bodyOf(igId, [echo(3, `app-${igId}`, "From the phone")]),
    ];
  });
  for (const place of steps) {
    await Promise.all(orders.map((order, index) => take(bodies[index]?.[order[place] as number] as Uint8Array)));
    await applyPending();
  }
  const rows = await db
    .select({ standbySince: conversations.standbySince, botAt: messages.occurredAt })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(like(messages.mid, "bot-%"));
  expect(rows).toHaveLength(orders.length);
  for (const { standbySince, botAt } of rows) expect(standbySince).toEqual(botAt);
});

describe("what happens to a message", () => {
  test("a reaction of which nobody says which is shown as that, and makes way for one that is told", async () => {
    const account = await makeAccount();
    const { message, raw, react } = wire(account.igId, IGSID);
    const about = (reaction: object) => ({ reaction: { mid: "m1", action: "react", ...reaction } });
    const seen = async () => (await projection(account.igId))[0]?.messages[0]?.reactions.map(({ emoji }) => emoji);
    await deliver(bodyOf(account.igId, [message(1, "m1", "hi"), raw(2, about({}))]));
    expect(await seen()).toEqual(["❔"]);
    await deliver(bodyOf(account.igId, [raw(3, about({ reaction: "love" }))]));
    expect(await seen()).toEqual(["❤️"]);
    await deliver(bodyOf(account.igId, [raw(4, about({ reaction: "other" }))]));
    expect(await seen()).toEqual(["❔"]);
    await deliver(bodyOf(account.igId, [react(5, "m1", "🙌")]));
    expect(await seen()).toEqual(["🙌"]);
  });

  test("of edits without a number the latest counts, in whatever order they come", async () => {
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [2, 0, 1],
    ]) {
      const account = await makeAccount();
      const { message, raw } = wire(account.igId, IGSID);
      const told = [
        message(0, "m1", "first"),
        raw(1, { message_edit: { mid: "m1", text: "second" } }),
        raw(2, { message_edit: { mid: "m1", text: "third" } }),
      ];
      for (const index of order) await deliver(bodyOf(account.igId, [told[index] as WireEvent]));
      const [row] = await db.select().from(messages).where(eq(messages.instagramAccountId, account.id));
      expect(row).toMatchObject({ text: "third", edits: [{ text: "first" }, { text: "third" }] });
    }
  });

  test("an edit with the number zero is none, whatever it says, unless its words are others", async () => {
    const account = await makeAccount();
    const { message, edit } = wire(account.igId, IGSID);
    const seen = async () => (await projection(account.igId))[0]?.messages[0];
    await deliver(bodyOf(account.igId, [message(1, "m1", "Hi there"), edit(2, "m1", "Hi  there", 0)]));
    expect(await seen()).toMatchObject({ text: "Hi there", edits: [] });
    await deliver(bodyOf(account.igId, [message(3, "m2", "One"), edit(4, "m2", "Two", 1), edit(3, "m2", "One", 0)]));
    expect((await projection(account.igId))[0]?.messages[1]).toMatchObject({
      text: "Two",
      edits: [{ numEdit: 0 }, {}],
    });
    const other = wire(account.igId, "7");
    await deliver(bodyOf(account.igId, [other.message(1, "m3", "Three"), other.edit(2, "m3", "Four", 0)]));
    expect((await projection(account.igId))[1]?.messages).toMatchObject([
      { text: "Four", edits: [{ text: "Three" }, { text: "Four" }] },
    ]);
    await deliver(bodyOf(account.igId, [edit(5, "m4", "Never told", 0)]));
    const jobs = await db.execute(sql`select key from graphile_worker.jobs where task_identifier = 'recover-message'`);
    expect(jobs).toEqual([{ key: `recover-message:${account.id}:m4` }]);
  });
});

describe("a long backlog", () => {
  test("gives its worker back after a while, what is live applied first, and goes on in a job of its own", async () => {
    const account = await makeAccount();
    const { message } = wire(account.igId, IGSID);
    const old = Array.from({ length: 60 }, (_, index) => message(index, `old${index}`, `number ${index}`));
    await recordDelivery(bodyOf(account.igId, old));
    await recordDelivery(bodyOf(account.igId, [wire(account.igId, IGSID, Date.now()).message(0, "live", "Hello?")]));
    const lane = `${account.igId}:${IGSID}`;
    expect(await priorityOf(lane)).toBe(0);
    await db.execute(sql`delete from graphile_worker._private_jobs`);

    await processEvents(lane, { sliceMs: 0 });
    const [state] = await projection(account.igId);
    expect(state?.messages).toHaveLength(25);
    expect(state?.lastText).toBe("Hello?");
    expect(await priorityOf(lane)).toBeGreaterThan(0);
    await applyPending();
    expect((await projection(account.igId))[0]?.messages).toHaveLength(61);
  });

  test("that waited for a worker lets pass what comes in now", async () => {
    const account = await makeAccount();
    const [early, late] = [wire(account.igId, "1", Date.now()), wire(account.igId, "2", Date.now())];
    await recordDelivery(bodyOf(account.igId, [early.message(0, "early", "first")]));
    await db.execute(sql`update graphile_worker._private_jobs set run_at = now() - interval '1 minute'`);
    await recordDelivery(bodyOf(account.igId, [late.message(0, "late", "second")]));
    await putOverdueBehind();
    const [before, after] = [await priorityOf(`${account.igId}:1`), await priorityOf(`${account.igId}:2`)];
    expect(before).toBeGreaterThan(after);
    await applyPending();
  });

  async function priorityOf(lane: string): Promise<number> {
    const [job] = await db.execute<{ priority: number }>(
      sql`select priority from graphile_worker.jobs where key = ${`process-events:${lane}`}`,
    );
    return job?.priority ?? Number.NaN;
  }
});

describe("what cannot be applied", () => {
  test("a body that is not JSON is kept as a dead letter, its bytes untouched", async () => {
    const body = Buffer.from('{"object":"instagram",');
    await deliver(body);
    expect(await listDeadEvents()).toContainEqual(expect.objectContaining({ kind: "unreadable" }));
    const bodies = await db.select({ body: webhookDeliveries.body }).from(webhookDeliveries);
    expect(bodies.some((row) => Buffer.from(row.body).equals(body))).toBe(true);
  });

  test("one poison among many harms no neighbour and can be replayed once it is mended", async () => {
    const account = await makeAccount();
    const { message } = wire(account.igId, IGSID);
    const events = Array.from({ length: 50 }, (_, index) => message(index, `n${index}`, `number ${index}`));
    await recordDelivery(bodyOf(account.igId, events));
    const poisoned = eq(webhookEvents.key, "message:n25");
    const [healthy] = await db.select().from(webhookEvents).where(poisoned);
    await db.update(webhookEvents).set({ payload: "{}" }).where(poisoned);
    await applyPending();

    const [state] = await projection(account.igId);
    expect(state?.messages).toHaveLength(49);
    await db
      .update(webhookEvents)
      .set({ payload: healthy?.payload ?? "" })
      .where(poisoned);
    await replayEvent(healthy?.id ?? "");
    await replayAllDead();
    await applyPending();
    expect((await projection(account.igId))[0]?.messages).toHaveLength(50);
  });

  test("an event type that does not exist yet becomes a card with its content", async () => {
    const account = await makeAccount();
    const { raw } = wire(account.igId, IGSID);
    await deliver(bodyOf(account.igId, [raw(1, { hologram: { mid: "h1", url: "https://example.com" } })]));
    const [row] = await db.select().from(messages).where(eq(messages.instagramAccountId, account.id));
    expect(row).toMatchObject({ kind: "unknown", direction: "inbound" });
    expect(row?.raw).toContain("hologram");
  });
});

async function isClosed(instagramAccountId: string): Promise<boolean> {
  const [row] = await db.select().from(conversations).where(eq(conversations.instagramAccountId, instagramAccountId));
  return row?.closedAt !== null;
}
