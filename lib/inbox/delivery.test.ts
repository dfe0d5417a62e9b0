import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { and, asc, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { conversations, instagramAccounts, messages, sendAttempts } from "#db/schema/index.ts";
import { applyDeauthorization, disconnectAccount } from "#lib/accounts/disconnect.ts";
import type { Member } from "#lib/members/member.ts";
import { connectThroughSimulator } from "#test/connect.ts";
import { makeMember, makeMessage } from "#test/factories.ts";
import { calls, control } from "#test/simulator.ts";
import { bodyOf, deliver, wire } from "#test/webhooks.ts";
import { handlers } from "#worker/handlers.ts";
import { confirmReply } from "./confirm.ts";
import { findConversation } from "./conversation-queries.ts";
import { closeConversation } from "./conversations.ts";
import { deliverReplies } from "./delivery.ts";
import { releaseHeldReplies } from "./held-replies.ts";
import { queueReplies, retryReply } from "./replies.ts";
import { settleSent, settleStaleReply } from "./settle.ts";
import { discardReply } from "./take-back.ts";
import type { Message } from "./threads.ts";

const LENA = "1284407719365528";
const IG_ID = "17841467203918254";

let member: Member;
let conversationId: string;

beforeEach(async () => {
  await control("POST", "/reset");
  ({ member } = await connectThroughSimulator());
  await control("POST", `/customers/${LENA}/messages`, { account: IG_ID, text: "Is it still there?" });
  await deliver(bodyOf(IG_ID, [wire(IG_ID, LENA, Date.now()).message(0, randomUUID(), "Is it still there?")]));
  const [conversation] = await db
    .select({ id: conversations.id })
    .from(conversations)
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, conversations.instagramAccountId))
    .where(eq(instagramAccounts.workspaceId, member.workspaceId));
  conversationId = conversation?.id ?? "";
});

describe("a reply", () => {
  test("goes out once, however often it is submitted and delivered", async () => {
    const messageId = randomUUID();
    const reply = { conversationId, parts: [{ messageId, text: "Yes, two are left." }] };
    await Promise.all([queueReplies(member, reply), queueReplies(member, reply), queueReplies(member, reply)]);
    await Promise.all([deliverReplies(conversationId), deliverReplies(conversationId), deliverReplies(conversationId)]);

    expect(await outbox()).toEqual([{ id: messageId, status: "sent", reason: null }]);
    expect(await accepted()).toEqual(["Yes, two are left."]);
  });

  test("keeps the order it was written in", async () => {
    for (const text of ["one", "two", "three"])
      await queueReplies(member, { conversationId, parts: [{ messageId: randomUUID(), text }] });
    await Promise.all([deliverReplies(conversationId), deliverReplies(conversationId)]);
    expect(await accepted()).toEqual(["one", "two", "three"]);
  });

  test("of a stranger finds no conversation, and a stranger cannot repeat or take away ours", async () => {
    const stranger = await makeMember();
    const messageId = await write("Ours");
    const parts = [{ messageId: randomUUID(), text: "hi" }];
    await expect(queueReplies(stranger, { conversationId, parts })).rejects.toMatchObject({ code: "not_found" });
    await expect(retryReply(stranger, { messageId })).rejects.toMatchObject({ code: "not_found" });
    await expect(discardReply(stranger, { messageId })).rejects.toMatchObject({ code: "not_found" });
    expect(await outbox()).toHaveLength(1);
  });

  test("counts bytes, not letters", async () => {
    await expect(write("ü".repeat(501))).rejects.toMatchObject({ code: "text_too_long", values: { bytes: 1002 } });
    await expect(write("ü".repeat(500))).resolves.toBeTruthy();
    await expect(write("  \n ")).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("outside the window is refused before any call", async () => {
    await moveWindow(25);
    await expect(write("Too late")).rejects.toMatchObject({ code: "window_closed" });
    expect(await outbox()).toEqual([]);
  });

  test("whose window closes while it waits fails without a call", async () => {
    await write("Almost");
    await moveWindow(25);
    await deliverReplies(conversationId);
    expect(await outbox()).toMatchObject([{ status: "failed", reason: "window_closed" }]);
    expect(await calls("messages")).toEqual([]);
  });
});

describe("when Instagram", () => {
  test("refuses, the reply fails with the reason and can be tried again", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "unavailable" });
    const messageId = await write("Hello");
    await deliverReplies(conversationId);
    expect(await outbox()).toMatchObject([{ status: "failed", reason: "person_unavailable" }]);

    await Promise.all([retryReply(member, { messageId }), retryReply(member, { messageId })]);
    await deliverReplies(conversationId);
    expect(await outbox()).toMatchObject([{ id: messageId, status: "sent" }]);
    expect(await accepted()).toEqual(["Hello"]);
    await expect(retryReply(member, { messageId })).rejects.toMatchObject({ code: "not_retryable" });
  });

  test("refuses the second try of one it had taken after all, the late echo still tells the truth", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages" }, accept: true, error: "unknown" });
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "unavailable" });
    const messageId = await write("Twice tried");
    await deliverReplies(conversationId);
    await retryReply(member, { messageId });
    await deliverReplies(conversationId);
    expect(await outbox()).toMatchObject([{ status: "failed" }]);

    const [send] = (await control<{ accepted: boolean; mid: string }[]>("GET", "/ledger")).filter(
      (one) => one.accepted,
    );
    await deliver(bodyOf(IG_ID, [wire(IG_ID, LENA, Date.now()).echo(0, send?.mid ?? "", "Twice tried")]));
    expect(await outbox()).toEqual([{ id: messageId, status: "sent", reason: null }]);
  });

  test("counts the window as closed, the composer closes until the customer writes, and nothing more is tried", async () => {
    await control("POST", "/window", { customer: LENA, account: IG_ID, open: false });
    await write("first");
    await write("behind");
    await deliverReplies(conversationId);
    await deliverReplies(conversationId);
    expect(await outbox()).toMatchObject([
      { status: "failed", reason: "window_closed" },
      { status: "failed", reason: "window_closed" },
    ]);
    expect(await calls("messages")).toHaveLength(1);
    await expect(write("Still not")).rejects.toMatchObject({ code: "window_closed" });
    expect((await findConversation(member, conversationId))?.windowRefusedAt).not.toBeNull();

    await control("POST", `/customers/${LENA}/messages`, { account: IG_ID, text: "Hello again" });
    await deliver(bodyOf(IG_ID, [wire(IG_ID, LENA, Date.now()).message(0, randomUUID(), "Hello again")]));
    expect((await findConversation(member, conversationId))?.windowRefusedAt).toBeNull();
    await write("Welcome back");
    await deliverReplies(conversationId);
    expect(await accepted()).toEqual(["Welcome back"]);
  });

  test("refuses for good after the conversation was marked as done, it comes back", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "unavailable" });
    await write("Bye");
    await closeConversation(member, { conversationId });
    await deliverReplies(conversationId);
    expect((await findConversation(member, conversationId))?.closedAt).toBeNull();
  });

  test("limits the rate, the account pauses and the reply waits its turn", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "rate" });
    await write("Patience");
    await deliverReplies(conversationId);
    await deliverReplies(conversationId);
    expect(await outbox()).toMatchObject([{ status: "queued" }]);
    expect(await calls("messages")).toHaveLength(1);

    await db.update(instagramAccounts).set({ pausedUntil: null });
    await deliverReplies(conversationId);
    expect(await accepted()).toEqual(["Patience"]);
  });

  test("hears from the owner that our app is removed, what was written waits and goes out in order after reconnecting", async () => {
    for (const text of ["one", "two", "three"]) await write(text);
    await applyDeauthorization({ userId: IG_ID, issuedAt: new Date() });
    await deliverReplies(conversationId);
    await releaseHeldReplies();
    expect(new Set((await outbox()).map(({ status }) => status))).toEqual(new Set(["queued"]));
    expect(await calls("messages")).toEqual([]);

    await connectThroughSimulator(member);
    await runQueued("deliver-replies");
    expect(await accepted()).toEqual(["one", "two", "three"]);
  });

  test("hears it while a reply is on its way, that one is sent, and those behind it wait, unless their window closes meanwhile", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages" }, accept: true, result: "slow", slow_ms: 400 });
    await write("one");
    const delivering = deliverReplies(conversationId);
    await expect.poll(accepted, { interval: 20, timeout: 10_000 }).toEqual(["one"]);
    await applyDeauthorization({ userId: IG_ID, issuedAt: new Date() });
    await write("two");
    await delivering;
    await deliverReplies(conversationId);
    expect(await outbox()).toMatchObject([{ status: "sent" }, { status: "queued" }]);

    await moveWindow(25);
    await connectThroughSimulator(member);
    await runQueued("deliver-replies");
    expect(await outbox()).toMatchObject([{ status: "sent" }, { status: "failed", reason: "window_closed" }]);
    expect(await accepted()).toEqual(["one"]);
  });

  test("lets nobody in until the window has closed, what was held is shown as failed and never sent", async () => {
    await applyDeauthorization({ userId: IG_ID, issuedAt: new Date() });
    await write("Held too long");
    await moveWindow(25);
    await releaseHeldReplies();
    await runQueued("deliver-replies");
    expect(await outbox()).toMatchObject([{ status: "failed", reason: "window_closed" }]);

    await connectThroughSimulator(member);
    await runQueued("deliver-replies");
    expect(await calls("messages")).toEqual([]);
  });

  test("is left by an admin, what waits is shown as failed at once", async () => {
    await write("one");
    await write("two");
    const [account] = await db
      .select()
      .from(instagramAccounts)
      .where(eq(instagramAccounts.workspaceId, member.workspaceId));
    await disconnectAccount(member, { instagramAccountId: account?.id ?? "" });
    await runQueued("deliver-replies");
    expect(await outbox()).toMatchObject([
      { status: "failed", reason: "account_disconnected" },
      { status: "failed", reason: "account_disconnected" },
    ]);
    expect(await calls("messages")).toEqual([]);
  });

  test("cannot be read for the look, the look is taken later and two good ones decide", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "transient" });
    const messageId = await write("Maybe");
    await deliverReplies(conversationId);
    await control("POST", "/faults", { match: { endpoint: "conversations" }, error: "rate" });
    await confirmReply(messageId, 1, 2);
    expect(await outbox()).toMatchObject([{ status: "unconfirmed", reason: "server_error" }]);
    expect(await queuedLooks(messageId)).toEqual([0, 2]);
    await control("DELETE", "/calls");
    await confirmReply(messageId, 1, 2);
    expect(await calls()).toEqual([]);

    await db.update(instagramAccounts).set({ pausedUntil: null });
    await confirmReply(messageId, 1, 2);
    expect(await outbox()).toMatchObject([{ status: "unconfirmed", reason: "not_found_in_conversation" }]);
  });

  test.each<["unreadable" | "stopped", number]>([
    ["unreadable", 1],
    ["stopped", 24 * 60],
  ])("leaves the chat %s for a day, nobody looks any longer, and a person decides", async (what, minutes) => {
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "transient" });
    const messageId = await write("Maybe");
    await deliverReplies(conversationId);
    if (what === "stopped") await applyDeauthorization({ userId: IG_ID, issuedAt: new Date() });
    else await control("POST", "/faults", { match: { endpoint: "conversations" }, error: "rate" });
    await confirmReply(messageId, 1, 2);
    expect(await looksDue(messageId)).toEqual([0, minutes]);
    expect(await outbox()).toMatchObject([{ status: "unconfirmed", reason: "server_error" }]);

    await db.update(sendAttempts).set({ startedAt: sql`now() - interval '1 day'` });
    await confirmReply(messageId, 1, 2);
    await confirmReply(messageId, 1, 2);
    expect(await outbox()).toMatchObject([{ status: "unconfirmed", reason: "conversation_unreadable" }]);
    expect(await looksDue(messageId)).toEqual([0, minutes]);
    expect(await accepted()).toEqual([]);
  });

  test("stops the account while a reply is unconfirmed, it is looked for once the account is back", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages" }, accept: true, error: "unknown" });
    const messageId = await write("Only once");
    await deliverReplies(conversationId);
    await applyDeauthorization({ userId: IG_ID, issuedAt: new Date() });
    await confirmReply(messageId, 1, 0);
    await connectThroughSimulator(member);
    await runQueued("confirm-reply");
    expect(await outbox()).toEqual([{ id: messageId, status: "sent", reason: null }]);
    expect(await accepted()).toEqual(["Only once"]);
  });
});

test("what was done to a reply before a look found it is true of it: its reaction, and that it was read", async () => {
  await control("POST", "/faults", { match: { endpoint: "messages" }, accept: true, error: "unknown" });
  const messageId = await write("Only once");
  await deliverReplies(conversationId);
  const mid = (await sends())[0]?.mid ?? "";
  const { react, read } = wire(IG_ID, LENA, Date.now());
  await deliver(bodyOf(IG_ID, [react(1, mid, "❤️"), read(2, mid)]));
  await confirmReply(messageId, 1, 0);
  const [row] = await db.select().from(messages).where(eq(messages.id, messageId));
  expect(row).toMatchObject({ status: "sent", mid, reactions: [{ by: "contact", emoji: "❤️" }] });
  expect((await theConversation()).contactReadAt).toEqual(row?.occurredAt);
});

describe("when a worker dies", () => {
  test("while sending, the outcome is unknown, never queued again", async () => {
    const messageId = await write("Gone in between");
    await db.update(messages).set({ status: "sending", attempts: 1 }).where(eq(messages.id, messageId));
    await db.insert(sendAttempts).values({ messageId, attempt: 1 });
    await settleStaleReply(messageId, 1);
    await settleStaleReply(messageId, 1);
    expect(await outbox()).toMatchObject([{ status: "unconfirmed", reason: "no_answer" }]);
    await deliverReplies(conversationId);
    expect(await calls("messages")).toEqual([]);
  });

  test("later replies wait behind the unknown one", async () => {
    const messageId = await write("unknown");
    await db.update(messages).set({ status: "unconfirmed", attempts: 1 }).where(eq(messages.id, messageId));
    await db.insert(sendAttempts).values({ messageId, attempt: 1 });
    await write("behind");
    await deliverReplies(conversationId);
    expect(await outbox()).toMatchObject([{ status: "unconfirmed" }, { status: "queued" }]);
  });
});

test("an echo stored as a stranger's message becomes one with its reply once the answer names it", async () => {
  const messageId = await write("Instagram changed these words");
  const [sending] = await db
    .update(messages)
    .set({ status: "sending", attempts: 1 })
    .where(eq(messages.id, messageId))
    .returning();
  await db.insert(sendAttempts).values({ messageId, attempt: 1 });
  const echo = { direction: "outbound", origin: "instagram_app", status: "sent", mid: "told-back" } as const;
  await makeMessage(await theConversation(), echo);
  await Promise.all([
    settleSent(IG_ID, sending as Message, "told-back"),
    settleSent(IG_ID, sending as Message, "told-back"),
  ]);
  expect(await outbox()).toEqual([{ id: messageId, status: "sent", reason: null }]);
});

describe("what was unsent while it stood elsewhere says nothing where it belongs:", () => {
  const deletedAt = new Date("2026-11-22T10:00:00.000Z");

  test("an echo that could not be recognised", async () => {
    const reply = await sendingReply("Sorry, wrong chat", { outgoing: QUICK });
    const echo = { direction: "outbound", origin: "instagram_app", status: "sent", mid: "told-back" } as const;
    await makeMessage(await theConversation(), { ...echo, text: null, deletedAt });
    await settleSent(IG_ID, reply, "told-back");
    const [row, ...others] = await ours();
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      id: reply.id,
      status: "sent",
      mid: "told-back",
      text: null,
      outgoing: null,
      deletedAt,
    });
  });

  test("an earlier reply with the same words, which has them again", async () => {
    const earlier = await sendingReply("Sorry?");
    const reply = await sendingReply("Sorry?");
    await db
      .update(messages)
      .set({ status: "sent", mid: "told-back", text: null, deletedAt })
      .where(eq(messages.id, earlier.id));
    await settleSent(IG_ID, reply, "told-back");
    expect(await ours()).toMatchObject([
      { id: earlier.id, status: "unconfirmed", mid: null, text: "Sorry?", deletedAt: null },
      { id: reply.id, status: "sent", mid: "told-back", text: null, deletedAt },
    ]);
  });

  const QUICK = {
    type: "text" as const,
    text: "Sorry, wrong chat",
    quickReplies: [{ title: "Wrong?", payload: "WRONG" }],
  };

  async function sendingReply(text: string, values: Partial<Message> = {}): Promise<Message> {
    const messageId = await write(text);
    const [reply] = await db
      .update(messages)
      .set({ status: "sending", attempts: 1, ...values })
      .where(eq(messages.id, messageId))
      .returning();
    await db.insert(sendAttempts).values({ messageId, attempt: 1 });
    return reply as Message;
  }

  function ours(): Promise<Message[]> {
    const isOurs = and(eq(messages.conversationId, conversationId), eq(messages.direction, "outbound"));
    return db.select().from(messages).where(isOurs).orderBy(asc(messages.seq));
  }
});

test("a reply that failed can be taken away; one that was sent cannot", async () => {
  await control("POST", "/faults", { match: { endpoint: "messages" }, error: "unavailable" });
  const failed = await write("no");
  await deliverReplies(conversationId);
  await discardReply(member, { messageId: failed });
  expect(await outbox()).toEqual([]);
  const sent = await write("yes");
  await deliverReplies(conversationId);
  await expect(discardReply(member, { messageId: sent })).rejects.toMatchObject({ code: "not_retryable" });
});

async function write(text: string): Promise<string> {
  const messageId = randomUUID();
  await queueReplies(member, { conversationId, parts: [{ messageId, text }] });
  return messageId;
}

async function moveWindow(hoursAgo: number) {
  const lastInboundAt = new Date(Date.now() - hoursAgo * 3_600_000);
  await db.update(conversations).set({ lastInboundAt }).where(eq(conversations.id, conversationId));
}

async function theConversation() {
  const [conversation] = await db.select().from(conversations).where(eq(conversations.id, conversationId));
  return conversation as NonNullable<typeof conversation>;
}

async function outbox() {
  const rows = await db
    .select()
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.seq));
  return rows
    .filter(({ direction }) => direction === "outbound")
    .map(({ id, status, failure }) => ({ id, status, reason: failure?.reason ?? null }));
}

/** What the queue holds of one name is run as a worker would, whenever it was due. */
async function runQueued(name: "deliver-replies" | "confirm-reply"): Promise<void> {
  for (let rounds = 0; rounds < 10; rounds++) {
    const jobs = await db.execute<{ payload: Record<string, never> }>(sql`
      delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
      where t.id = j.task_id and t.identifier = ${name} returning payload`);
    for (const { payload } of jobs) await handlers[name](payload as never);
    if (jobs.length === 0) return;
  }
}

async function queuedLooks(messageId: string): Promise<number[]> {
  const jobs = await db.execute<{ look: number }>(sql`
    select (payload->>'look')::int as look from graphile_worker._private_jobs
    where payload->>'messageId' = ${messageId} and payload->>'look' is not null order by 1`);
  return jobs.map(({ look }) => look);
}

/** So many minutes after it was queued each look is due, the next first. */
async function looksDue(messageId: string): Promise<number[]> {
  const jobs = await db.execute<{ minutes: number }>(sql`
    select round(extract(epoch from run_at - created_at) / 60)::int as minutes from graphile_worker._private_jobs
    where payload->>'messageId' = ${messageId} and payload->>'look' is not null order by 1`);
  return jobs.map(({ minutes }) => minutes);
}

type Send = { accepted: boolean; mid: string | null; text: string | null };

function sends(): Promise<Send[]> {
  return control("GET", "/ledger");
}

async function accepted() {
  return (await sends()).filter((send) => send.accepted).map((send) => send.text);
}
