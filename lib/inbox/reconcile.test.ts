import "#test/database.ts";
import { asc, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import {
  contacts,
  conversationScans,
  conversations,
  instagramAccounts,
  messages,
  reconciliations,
} from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { connectThroughSimulator } from "#test/connect.ts";
import { makeAttempt, makeMessage } from "#test/factories.ts";
import { openMailbox } from "#test/mailbox.ts";
import { calls, control } from "#test/simulator.ts";
import { deliver } from "#test/webhooks.ts";
import { listConversations } from "./conversation-queries.ts";
import { reconcileAccount, reconcileAccounts } from "./reconcile.ts";
import { backfillConversation, recoverMessage } from "./recover-message.ts";
import { settleSent } from "./settle.ts";

const LENA = "lena.wirth.foto";
const TOM = "tom_k_82";
const BUSINESS = "brassmoonstudio";
const IG_ID = "17841467203918254";

const mailbox = await openMailbox();

let member: Member;
let accountId: string;

beforeEach(async () => {
  await control("POST", "/reset");
  await db.execute(sql`truncate webhook_deliveries, messages, conversations, contacts, instagram_accounts cascade`);
  await db.execute(sql`delete from graphile_worker._private_jobs`);
});

/** Whatever the world holds before this is history. */
async function connect(): Promise<void> {
  ({ member } = await connectThroughSimulator());
  accountId = (await db.select({ id: instagramAccounts.id }).from(instagramAccounts))[0]?.id ?? "";
  await mailbox.subscribe();
}

/** For messages that must be old enough to be taken in, yet newer than the connection. */
async function connectLongAgo(): Promise<void> {
  await connect();
  await reconcileAccount(accountId);
  await db.update(reconciliations).set({ historyBefore: sql`now() - interval '1 day'` });
  await control("DELETE", "/calls");
}

type Written = { mid: string; igsid: string; timestamp: number };

function write(customer: string, body: object): Promise<Written> {
  return control("POST", `/customers/${customer}/messages`, { account: BUSINESS, ago_seconds: 60, ...body });
}

async function walkToTheEnd(): Promise<void> {
  for (let slice = 0; slice < 30; slice++) {
    await reconcileAccount(accountId);
    const [row] = await db.select().from(reconciliations);
    if (row?.importFinishedAt && !row.walkStartedAt) return;
  }
  throw new Error("The walk does not end.");
}

describe("the history of a freshly connected account", () => {
  test("is imported whole, within two readings a second, through a crash, and again changes nothing", {
    timeout: 90_000,
  }, async () => {
    for (let number = 0; number < 27; number++) {
      await control("POST", "/customers", { username: `customer_${number}`, account: BUSINESS });
      await write(`customer_${number}`, { text: `Hello from ${number}`, ago_seconds: 7_200 + number });
    }
    for (let number = 0; number < 23; number++) {
      await write(LENA, { text: `Message ${number}`, ago_seconds: 3_600 - number });
    }
    const answer = { customer: LENA, text: "Typed on the phone", ago_seconds: 60 };
    const outbound = await control<Written>("POST", `/accounts/${BUSINESS}/messages`, answer);
    await connect();
    await control("PATCH", "/app", { enforce_rate_limits: true });
    await control("POST", "/faults", { match: { endpoint: "conversation" }, skip: 8, result: "drop" });

    const crash = walkToTheEnd();
    await expect(crash).rejects.toMatchObject({ key: "connection_lost" });
    expect(await db.$count(conversationScans)).toBe(8);
    await walkToTheEnd();

    const stored = await listStored();
    expect(stored).toHaveLength(27 + 20);
    expect(new Set(stored.map(({ origin }) => origin))).toEqual(new Set(["imported"]));
    const typed = stored.find(({ mid }) => mid === outbound.mid);
    expect(typed).toMatchObject({ direction: "outbound", status: "sent", text: "Typed on the phone" });
    expect(typed?.occurredAt.getTime()).toBe(outbound.timestamp);
    expect(await unread()).toEqual([]);
    expect((await db.select().from(conversationScans)).filter(({ hasOlder }) => hasOlder)).toHaveLength(1);

    const readings = await readingTimes();
    expect(readings.filter(({ endpoint }) => endpoint === "conversation")).toHaveLength(28 + 1);
    expect(mostPerSecond(readings.map(({ at }) => at))).toBeLessThanOrEqual(2);
    expect(readings.every(({ status }) => status === 200 || status === null)).toBe(true);

    await walkToTheEnd();
    expect(await listStored()).toEqual(stored);
  });

  test("is not called short of a conversation that grew long here, but of one of which too much came unheard", async () => {
    const areLonger = async () => (await db.select().from(conversationScans)).map(({ hasOlder }) => hasOlder);
    await write(LENA, { text: "The first", ago_seconds: 600 });
    await connect();
    await walkToTheEnd();
    expect(await areLonger()).toEqual([false]);

    for (let number = 0; number < 25; number++)
      await write(LENA, { text: `Heard ${number}`, ago_seconds: 90 - number });
    for (const body of await mailbox.take()) await deliver(body);
    await walkToTheEnd();
    expect(await areLonger()).toEqual([false]);

    for (let number = 0; number < 20; number++) await write(LENA, { text: `Lost ${number}`, ago_seconds: 60 - number });
    await walkToTheEnd();
    expect(await areLonger()).toEqual([true]);
  });

  test("tells handles where profiles are not given, and leaves messages that are on their way to their webhook", async () => {
    await write(LENA, { text: "long ago", ago_seconds: 600 });
    await connect();
    await write(LENA, { text: "just now", ago_seconds: 3 });
    await walkToTheEnd();
    expect((await listStored()).map(({ text }) => text)).toEqual(["long ago"]);
    expect((await db.select().from(contacts))[0]?.username).toBe(LENA);
    expect((await db.select().from(conversationScans))[0]?.settledThrough).toBeNull();
  });
});

describe("messages that no webhook brought", () => {
  test("are found, marked and unread; those that came are untouched, and nothing else is read", async () => {
    await connectLongAgo();
    const written: Written[] = [];
    for (let number = 0; number < 20; number++) {
      const customer = number % 2 ? LENA : TOM;
      written.push(await write(customer, { text: `Number ${number}`, ago_seconds: 120 - number }));
    }
    const bodies = await mailbox.take();
    const isDropped = (body: Buffer) => /"Number (7|19)"/.test(body.toString());
    for (const body of bodies.filter((one) => !isDropped(one))) await deliver(body);
    await walkToTheEnd();

    const stored = await listStored();
    expect(stored.map(({ mid }) => mid)).toEqual(written.map(({ mid }) => mid));
    expect(stored.map(({ occurredAt }) => occurredAt.getTime())).toEqual(written.map(({ timestamp }) => timestamp));
    const recovered = stored.filter(({ origin }) => origin === "recovered").map(({ text }) => text);
    expect(recovered).toEqual(["Number 7", "Number 19"]);
    expect(await unread()).toEqual([10, 10]);

    await control("DELETE", "/calls");
    await db.update(conversationScans).set({ settledThrough: sql`now()` });
    await walkToTheEnd();
    expect((await readingTimes()).map(({ endpoint }) => endpoint)).toEqual(["conversations"]);
  });

  test("stay one message when their webhook comes after all, and all ends as if it had come first", async () => {
    await connectLongAgo();
    const first = await write(LENA, { text: "Is it still there?" });
    await write(LENA, { kind: "image", media: "walnut", ago_seconds: 50 });
    await write(LENA, { kind: "ig_reel", ago_seconds: 48 });
    await write(LENA, { kind: "story_reply", text: "Lovely!", ago_seconds: 45 });
    const tapped = await write(LENA, { kind: "postback", title: "Opening hours?", payload: "HOURS" });
    await write(LENA, { kind: "quick_reply", title: "Yes", payload: "YES", ago_seconds: 38 });
    await write(LENA, { kind: "unsupported", ago_seconds: 36 });
    const edited = await write(LENA, { text: "Hallo", ago_seconds: 30 });
    await control("POST", `/customers/${LENA}/edit`, { account: BUSINESS, mid: edited.mid, text: "Hallo!" });
    await control("POST", `/customers/${LENA}/react`, { account: BUSINESS, mid: first.mid, emoji: "👍" });
    const answer = { customer: LENA, text: "Yes, two are left.", reply_to: first.mid, ago_seconds: 20 };
    await control("POST", `/accounts/${BUSINESS}/messages`, answer);
    const bodies = await mailbox.take();

    await walkToTheEnd();
    const [conversation] = await db.select().from(conversations);
    if (!conversation) throw new Error("no conversation");
    const { mid, timestamp } = tapped;
    await makeMessage(conversation, {
      mid,
      text: "Opening hours?",
      origin: "recovered",
      occurredAt: new Date(timestamp),
    });
    const found = await listStored();
    expect(found).toHaveLength(9);
    expect(new Set(found.map(({ origin }) => origin))).toEqual(new Set(["recovered"]));
    for (const body of bodies) await deliver(body);
    const late = await listStored();
    const lateThread = await threadState();

    await db.execute(sql`truncate webhook_deliveries, messages, conversations, contacts cascade`);
    for (const body of bodies) await deliver(body);
    await walkToTheEnd();
    expect(late).toEqual(await listStored());
    expect(lateThread).toEqual(await threadState());
  });

  test("and only say the same as a reply of ours become messages of their own once its answer comes", async () => {
    await connectLongAgo();
    await write(LENA, { text: "Still there?", ago_seconds: 300 });
    for (const body of await mailbox.take()) await deliver(body);
    const [conversation] = await db.select().from(conversations);
    if (!conversation) throw new Error("no conversation");
    const reply = await makeMessage(conversation, {
      mid: null,
      direction: "outbound",
      origin: "antwort",
      status: "sending",
      attempts: 1,
      text: "Yes!",
      occurredAt: new Date(Date.now() - 70_000),
    });
    await makeAttempt(reply, reply.occurredAt);
    const typed = { customer: LENA, text: "Yes!", ago_seconds: 60 };
    const { mid } = await control<Written>("POST", `/accounts/${BUSINESS}/messages`, typed);
    await walkToTheEnd();
    await settleSent(IG_ID, reply, "the mid of its answer");
    expect(await queued()).toContain("recover-message");
    await recoverMessage(accountId, mid);

    const outbound = (await listStored()).filter(({ direction }) => direction === "outbound");
    expect(outbound.map((one) => [one.mid, one.origin])).toEqual([
      ["the mid of its answer", "antwort"],
      [mid, "recovered"],
    ]);
  });

  test("of ours settle the reply they are", async () => {
    await connectLongAgo();
    await write(LENA, { text: "Still there?", ago_seconds: 300 });
    for (const body of await mailbox.take()) await deliver(body);
    const [conversation] = await db.select().from(conversations);
    if (!conversation) throw new Error("no conversation");
    const reply = await makeMessage(conversation, {
      mid: null,
      direction: "outbound",
      origin: "antwort",
      status: "unconfirmed",
      attempts: 1,
      text: "Yes, two are left.",
      occurredAt: new Date(Date.now() - 120_000),
    });
    await makeAttempt(reply, reply.occurredAt);
    const answer = { customer: LENA, text: "Yes, two are left.", ago_seconds: 60 };
    const { mid } = await control<Written>("POST", `/accounts/${BUSINESS}/messages`, answer);
    await walkToTheEnd();
    const outbound = (await db.select().from(messages)).filter(({ direction }) => direction === "outbound");
    expect(outbound).toMatchObject([{ id: reply.id, mid, status: "sent", origin: "antwort" }]);
  });

  test("are found next time when one conversation cannot be read, which holds up no other", async () => {
    await connectLongAgo();
    await write(LENA, { text: "One" });
    await write(TOM, { text: "Two", ago_seconds: 30 });
    await control("POST", "/faults", { match: { endpoint: "conversation" }, error: "unknown" });
    await walkToTheEnd();
    expect(await db.$count(messages)).toBe(1);
    await walkToTheEnd();
    expect(await db.$count(messages)).toBe(2);
    expect((await db.select().from(conversationScans)).map(({ error }) => error)).toEqual([null, null]);
  });

  test("are found beside conversations that Instagram will never give, but not while it gives none", {
    timeout: 60_000,
  }, async () => {
    await connectLongAgo();
    for (let number = 0; number < 4; number++) {
      await control("POST", "/customers", { username: `customer_${number}`, account: BUSINESS });
      await write(`customer_${number}`, { text: `Hello from ${number}` });
    }
    await control("POST", "/faults", { match: { endpoint: "conversation" }, times: 3, error: "unknown" });
    await expect(reconcileAccount(accountId)).rejects.toMatchObject({ key: "server_error" });
    expect((await db.select().from(reconciliations))[0]).toMatchObject({ checkError: "server_error" });

    await db.execute(sql`truncate conversation_scans`);
    await control("POST", "/faults", { match: { endpoint: "conversation" }, times: 3, error: "object_missing" });
    await walkToTheEnd();
    expect((await listStored()).map(({ text }) => text)).toEqual(["Hello from 0"]);
    expect((await db.select().from(reconciliations))[0]).toMatchObject({ checkError: null });
  });

  test("are looked for at once when a worker starts after a while, otherwise by the clock", async () => {
    await connectLongAgo();
    await db.execute(sql`delete from graphile_worker._private_jobs`);
    await reconcileAccounts({ uncheckedForMinutes: 2 });
    expect(await queued()).toEqual([]);
    await db.update(reconciliations).set({ checkedAt: sql`now() - interval '3 minutes'` });
    await reconcileAccounts({ uncheckedForMinutes: 2 });
    await reconcileAccounts();
    expect(await queued()).toEqual(["reconcile-account"]);
  });

  test("wait while the account is refused: it is not called, and looked through once it is back", async () => {
    await connectLongAgo();
    await write(LENA, { text: "Hello" });
    await control("POST", `/accounts/${BUSINESS}/token`, { state: "revoked" });
    await expect(reconcileAccount(accountId)).rejects.toMatchObject({ kind: "reconnect" });
    await control("DELETE", "/calls");
    await reconcileAccount(accountId);
    await reconcileAccounts();
    expect(await calls()).toEqual([]);

    await db.execute(sql`delete from graphile_worker._private_jobs`);
    await connectThroughSimulator(member);
    expect(await queued()).toContain("reconcile-account");
    await walkToTheEnd();
    expect(await db.$count(messages)).toBe(1);
  });
});

describe("effects that no webhook brought", () => {
  const act = (customer: string, what: string, body: object) =>
    control("POST", `/customers/${customer}/${what}`, { account: BUSINESS, ...body });

  /** Everything known, then something happens of which no webhook tells, and a while passes. */
  async function known(...texts: string[]): Promise<Written[]> {
    await connectLongAgo();
    const written: Written[] = [];
    for (const [index, text] of texts.entries()) written.push(await write(LENA, { text, ago_seconds: 300 - index }));
    for (const body of await mailbox.take()) await deliver(body);
    return written;
  }

  async function lookAgain() {
    await db.update(conversationScans).set({ settledThrough: null, scannedAt: sql`now() - interval '1 hour'` });
    await walkToTheEnd();
    return listStored();
  }

  test("are found: an edit, a reaction, its change and its end, and what was unsent", async () => {
    const [first, second, third] = await known("Hallo", "Still there?", "oops");
    await act(LENA, "edit", { mid: first?.mid, text: "Hallo!" });
    await act(LENA, "react", { mid: second?.mid, emoji: "👍" });
    await act(LENA, "unsend", { mid: third?.mid });
    const [edited, reacted, unsent] = await lookAgain();
    expect(edited).toMatchObject({ text: "Hallo!", edits: [{ text: "Hallo" }, { text: "Hallo!", isFound: true }] });
    expect(reacted?.reactions).toMatchObject([{ by: "contact", emoji: "👍" }]);
    expect(unsent).toMatchObject({ text: null, origin: "customer" });
    expect(unsent?.deletedAt).not.toBeNull();

    await act(LENA, "react", { mid: first?.mid, emoji: "🙌" });
    await act(LENA, "react", { mid: second?.mid, emoji: "❤️" });
    expect((await lookAgain())[1]?.reactions).toMatchObject([{ by: "contact", emoji: "❤️" }]);
    await act(LENA, "unreact", { mid: second?.mid });
    expect((await lookAgain())[1]?.reactions).toMatchObject([{ by: "contact", emoji: null }]);
    const before = await listStored();
    expect(await lookAgain()).toEqual(before);
  });

  test("end as the webhooks would have had it when they come after all", async () => {
    const [first, second] = await known("Hallo", "oops");
    for (const text of ["Hallo!", "Hallo, Anna!"]) await act(LENA, "edit", { mid: first?.mid, text });
    await act(LENA, "unsend", { mid: second?.mid });
    const late = await mailbox.take();
    expect((await lookAgain())[0]?.edits.map(({ text }) => text)).toEqual(["Hallo", "Hallo, Anna!"]);
    for (const body of late) await deliver(body);
    const [edited, unsent] = await listStored();
    expect(edited).toMatchObject({ text: "Hallo, Anna!" });
    expect(edited?.edits.map(({ numEdit, isFound }) => [numEdit, isFound])).toEqual([
      [0, undefined],
      [1, undefined],
      [2, undefined],
    ]);
    expect(unsent?.text).toBeNull();
  });

  test("are not made up: nothing changes for what a look leaves open", async () => {
    const [first, second] = await known("Hallo", "Still there?");
    await act(LENA, "react", { mid: second?.mid, emoji: "👍" });
    for (const body of await mailbox.take()) await deliver(body);
    await act(LENA, "unreact", { mid: second?.mid });
    await mailbox.take();
    await db.execute(sql`update messages set reactions = jsonb_set(reactions, '{0,at}', '"2026-01-01T00:00:00.000Z"')
      where jsonb_array_length(reactions) > 0`);
    const [conversation] = await db.select().from(conversations);
    if (!conversation) throw new Error("no conversation");
    await makeMessage(conversation, { mid: "unknown to Instagram", occurredAt: new Date(Date.now() - 200_000) });
    await makeMessage(conversation, { mid: "too young", occurredAt: new Date() });
    const before = await listStored();
    expect(await lookAgain()).toEqual(before);

    await act(LENA, "unsend", { mid: first?.mid });
    await control("POST", "/faults", { match: { endpoint: "message" }, error: "unknown", times: 5 });
    expect(await lookAgain()).toEqual(before);
    await control("DELETE", "/faults");
    expect((await lookAgain())[0]?.deletedAt).not.toBeNull();
  });

  test("cost one question for each message that is missing, five at most in one look", async () => {
    const written = await known(...Array.from({ length: 8 }, (_, index) => `Number ${index}`));
    for (const { mid } of written.slice(0, 7)) await act(LENA, "unsend", { mid });
    await control("DELETE", "/calls");
    await lookAgain();
    expect((await readingTimes()).filter(({ endpoint }) => endpoint === "message")).toHaveLength(5);
    expect((await lookAgain()).filter(({ deletedAt }) => deletedAt)).toHaveLength(7);
  });
});

test("an old customer's thread is filled in as history when they write again", async () => {
  await write(LENA, { text: "A year ago", ago_seconds: 31_536_000 });
  await connect();
  await write(LENA, { text: "Me again", ago_seconds: 0 });
  for (const body of await mailbox.take()) await deliver(body);
  expect(await queued()).toContain("backfill-conversation");

  const [conversation] = await db.select().from(conversations);
  await backfillConversation(conversation?.id ?? "");
  await backfillConversation(conversation?.id ?? "");
  expect((await listStored()).map(({ text, origin }) => [text, origin])).toEqual([
    ["A year ago", "imported"],
    ["Me again", "customer"],
  ]);
  expect(await unread()).toEqual([1]);
  expect((await readingTimes()).map(({ endpoint }) => endpoint)).toEqual(["conversations", "conversation"]);
});

test("an edit without words leads to the message it stands for", async () => {
  await connectLongAgo();
  await control("PATCH", "/webhooks", { stray_edit: true });
  const { mid } = await write(TOM, { text: "You never got this" });
  for (const body of await mailbox.take()) await deliver(body);
  expect(await queued()).toContain("recover-message");

  await recoverMessage(accountId, mid);
  await recoverMessage(accountId, mid);
  await recoverMessage(accountId, `${mid}x`);
  expect(await listStored()).toMatchObject([{ mid, text: "You never got this", origin: "recovered" }]);
  expect(await unread()).toEqual([1]);
});

/** Of every message all that people could see, in the order of the thread. */
async function listStored() {
  const rows = await db.select().from(messages).orderBy(asc(messages.occurredAt), asc(messages.mid));
  return rows.map(
    ({ id: _, seq, createdAt, version, conversationId, instagramAccountId, workspaceId, ...shown }) => shown,
  );
}

async function threadState() {
  const [row] = await db
    .select({ conversation: conversations, lastMid: messages.mid })
    .from(conversations)
    .innerJoin(messages, eq(messages.id, conversations.lastMessageId));
  const { lastMessageAt, lastInboundAt, closedAt, standbySince } = row?.conversation ?? {};
  return { lastMessageAt, lastInboundAt, closedAt, standbySince, lastMid: row?.lastMid, unread: await unread() };
}

async function unread(): Promise<number[]> {
  const listed = await listConversations(member, { view: "unread" });
  return listed.map(({ unreadCount }) => unreadCount);
}

async function queued(): Promise<string[]> {
  const jobs = await db.execute<{ name: string }>(sql`select task_identifier as name from graphile_worker.jobs`);
  return jobs.map(({ name }) => name);
}

type Reading = { endpoint: string; at: number; status: number | null };

async function readingTimes(): Promise<Reading[]> {
  const made = await control<(Omit<Reading, "at"> & { at: number | string })[]>("GET", "/calls");
  return made
    .filter(({ endpoint }) => ["conversations", "conversation", "message"].includes(endpoint))
    .map(({ endpoint, at, status }) => ({ endpoint, status, at: new Date(at).getTime() }));
}

function mostPerSecond(times: number[]): number {
  return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + 1_000).length));
}
