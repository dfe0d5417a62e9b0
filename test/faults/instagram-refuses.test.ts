import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { contacts, conversations, instagramAccounts, tokenEvents } from "#db/schema/index.ts";
import { checkSubscription, checkSubscriptions } from "#lib/accounts/subscriptions.ts";
import { refreshToken } from "#lib/accounts/tokens.ts";
import { refreshContact } from "#lib/inbox/contacts.ts";
import { deliverReplies } from "#lib/inbox/delivery.ts";
import { reactToMessage } from "#lib/inbox/reactions.ts";
import { reconcileAccount, reconcileAccounts } from "#lib/inbox/reconcile.ts";
import { enqueueAll } from "#lib/jobs/queue.ts";
import { startWorkerProcess } from "#test/child-process.ts";
import { connectThroughSimulator } from "#test/connect.ts";
import { makeConversation } from "#test/factories.ts";
import { openFaultProxy } from "#test/fault-proxy.ts";
import { calls, control } from "#test/simulator.ts";
import {
  accepted,
  account,
  customerWrites,
  IG_ID,
  LENA,
  ledger,
  openScene,
  runJobs,
  type Scene,
  shown,
  TOM,
  write,
} from "./scene.ts";

const SOON = { timeout: 15_000, interval: 50 };

let scene: Scene;

beforeEach(async () => {
  scene = await openScene();
});

describe("F18 Instagram limits an account", () => {
  test.each([
    ["code 613", { error: "rate" }, 30],
    ["code 4", { error: "app_rate" }, 30],
    ["code 80002 with an estimate", { error: "business_rate" }, 19 * 60],
    ["429 with Retry-After", { error: { status: 429, code: 99, message: "?" }, headers: { "retry-after": "60" } }, 60],
  ])("with %s: it pauses with jitter, the other account goes on, and the order is kept", async (_, fault, seconds) => {
    const tomsConversation = await customerWrites(TOM);
    const other = await otherAccount();
    await control("POST", "/faults", { match: { endpoint: "messages", account: IG_ID }, times: -1, ...fault });
    for (const text of ["one", "two", "three"]) await write(scene, text);
    await write({ ...scene, conversationId: tomsConversation }, "to Tom");
    await write({ ...scene, conversationId: other.conversationId }, "from the other account");
    for (let round = 0; round < 5; round++) {
      await deliverReplies(scene.conversationId);
      await deliverReplies(tomsConversation);
      await deliverReplies(other.conversationId);
    }

    expect((await ledger()).filter(({ accepted: isAccepted }) => !isAccepted)).toHaveLength(1);
    expect(await accepted()).toEqual(["from the other account"]);
    const pauseMs = ((await account(scene)).pausedUntil?.getTime() ?? 0) - Date.now();
    expect(pauseMs).toBeGreaterThan((seconds - 5) * 1_000);
    expect(pauseMs).toBeLessThan(seconds * 1_260);

    await control("DELETE", "/faults");
    await db.update(instagramAccounts).set({ pausedUntil: sql`now() - interval '1 second'` });
    await runJobs("deliver-replies");
    expect((await accepted()).filter((text) => text !== "to Tom")).toEqual([
      "from the other account",
      "one",
      "two",
      "three",
    ]);
    expect(await shown(tomsConversation)).toEqual([["to Tom", "sent", null]]);
  });

  test("whoever else would call it is told to come later, without a call", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "rate" });
    await write(scene, "one");
    await deliverReplies(scene.conversationId);
    await control("DELETE", "/calls");
    await everythingThatCalls();
    expect(await calls()).toEqual([]);
  });
});

describe("F24 Instagram takes the access away", () => {
  test.each([
    ["190, expired", "token", "expired", "token_expired"],
    ["190/460, password changed", "token", "password", "password_changed"],
    ["190/458, app removed", "token", "revoked", "app_removed"],
    ["190, account deleted", "account", "brassmoonstudio", "token_expired"],
    ["10, permission removed", "error", "permission", "permission_missing"],
    ["200/2534041, message access switched off", "error", "access_disabled", "message_access_disabled"],
    ["100/2534029, account blocked", "error", "blocked", "account_blocked"],
  ])(
    "with %s: one answer ends all calls, what was written waits and goes out in order once it is mended",
    async (...row) => {
      const [, by, name, reason] = row;
      const tomsConversation = await customerWrites(TOM);
      const owned = await control<object>("GET", "/accounts/brassmoonstudio");
      if (by === "token") await control("POST", "/accounts/brassmoonstudio/token", { state: name });
      else if (by === "account") await control("DELETE", `/accounts/${name}`);
      else await control("POST", "/faults", { match: { endpoint: "messages" }, times: -1, error: name });
      for (const text of ["one", "two"]) await write(scene, text);
      await write({ ...scene, conversationId: tomsConversation }, "to Tom, too late");
      await control("DELETE", "/calls");
      await deliverReplies(scene.conversationId);
      await runJobs("deliver-replies");
      await everythingThatCalls();
      expect(await calls()).toHaveLength(1);
      expect((await account(scene)).problemDetail).toMatchObject({ reason });
      expect((await shown(scene.conversationId)).map(([, status]) => status)).toEqual(["queued", "queued"]);

      if (by === "account") await control("POST", "/accounts", owned);
      await customerWrites(LENA, "Hello?");
      await db
        .update(conversations)
        .set({ lastInboundAt: sql`now() - interval '25 hours'` })
        .where(eq(conversations.id, tomsConversation));
      await control("DELETE", "/faults");
      await connectThroughSimulator(scene.member);
      await runJobs("deliver-replies");
      expect(await accepted()).toEqual(["one", "two"]);
      expect(await shown(tomsConversation)).toEqual([["to Tom, too late", "failed", "window_closed"]]);
    },
  );
});

describe("F25 a token is renewed", () => {
  beforeEach(async () => {
    await control("POST", "/accounts/brassmoonstudio/token", { age_hours: 25, remaining_seconds: 3_600 });
    await db.update(instagramAccounts).set({
      tokenIssuedAt: sql`now() - interval '25 hours'`,
      tokenExpiresAt: sql`now() + interval '1 hour'`,
    });
  });

  test("by two workers at once: one call", { timeout: 60_000 }, async () => {
    const workers = await Promise.all([startWorkerProcess(), startWorkerProcess()]);
    await queueRefreshes(6);
    await expect.poll(() => refreshJobs(), SOON).toBe(0);
    expect(await calls("refresh_access_token")).toHaveLength(1);
    expect((await account(scene)).tokenRefreshedAt).not.toBeNull();
    await Promise.all(workers.map((worker) => worker.stop()));
  });

  test("and the new one is lost in a crash: the old one goes on working, and the next try renews it", {
    timeout: 60_000,
  }, async () => {
    const database = await openFaultProxy(process.env.DATABASE_URL ?? "");
    const first = await startWorkerProcess({ DATABASE_URL: database.url });
    await control("POST", "/faults", { match: { endpoint: "refresh_access_token" }, result: "slow", slow_ms: 3_000 });
    await queueRefreshes(1);
    await expect.poll(async () => (await calls("refresh_access_token")).length, SOON).toBe(1);
    database.holdAt("commit", "antwort web");
    await expect.poll(() => database.held(), SOON).toBeGreaterThan(0);
    await first.kill();
    expect((await account(scene)).tokenRefreshedAt).toBeNull();

    await write(scene, "with the old token");
    await deliverReplies(scene.conversationId);
    expect(await accepted()).toEqual(["with the old token"]);
    const second = await startWorkerProcess();
    await queueRefreshes(1);
    await expect.poll(async () => (await account(scene)).tokenRefreshedAt, SOON).not.toBeNull();
    await second.stop();
    await write(scene, "with the new one");
    await deliverReplies(scene.conversationId);
    expect(await accepted()).toEqual(["with the old token", "with the new one"]);
  });

  test("while a send is under way: the refusal of the old token says nothing about the new one", async () => {
    const refusal = { match: { endpoint: "messages" }, delay_ms: 1_000, error: "token_session" };
    await control("POST", "/faults", refusal);
    await write(scene, "one");
    const sending = deliverReplies(scene.conversationId);
    await expect.poll(async () => (await calls("messages")).length, SOON).toBe(1);
    expect(await refreshToken(scene.accountId)).toBe("refreshed");
    await sending;
    expect((await account(scene)).problem).toBeNull();
    expect(await shown(scene.conversationId)).toEqual([["one", "sent", null]]);
  });

  test("in vain: what was tried is in the history, the old one goes on working", async () => {
    await control("POST", "/faults", { match: { endpoint: "refresh_access_token" }, error: "unknown", times: -1 });
    const worker = await startWorkerProcess();
    await queueRefreshes(1);
    const failures = () => db.$count(tokenEvents, eq(tokenEvents.kind, "refresh_failed"));
    await expect.poll(failures, SOON).toBe(1);
    await worker.stop();
    expect((await account(scene)).tokenRefreshError).toBe("server_error");
    await write(scene, "still here");
    await deliverReplies(scene.conversationId);
    expect(await accepted()).toEqual(["still here"]);
  });
});

/** Sends aside, all that ever calls Instagram for this account. */
async function everythingThatCalls(): Promise<void> {
  const [contact] = await db.select().from(contacts).where(eq(contacts.instagramAccountId, scene.accountId));
  const [message] = await db.execute<{ id: string }>(sql`select id from messages where direction = 'inbound' limit 1`);
  const attempts = [
    () => refreshContact(contact?.id ?? ""),
    () => reconcileAccount(scene.accountId),
    () => reconcileAccounts(),
    () => checkSubscription(scene.accountId),
    () => checkSubscriptions(),
    () => reactToMessage(scene.member, { messageId: message?.id ?? "", emoji: "👍" }),
    () => deliverReplies(scene.conversationId),
  ];
  for (const attempt of attempts) await attempt().catch(() => undefined);
}

/** A second account of the same workspace, with a customer of its own. */
async function otherAccount() {
  await connectThroughSimulator(scene.member, "nordlicht.keramik");
  const username = `guest_${randomUUID().slice(0, 8)}`;
  await control("POST", "/customers", { username, name: "Guest" });
  const { igsid } = await control<{ igsid: string }>("POST", `/customers/${username}/messages`, {
    account: "nordlicht.keramik",
    text: "Hello",
  });
  const [row] = await db.select().from(instagramAccounts).where(eq(instagramAccounts.username, "nordlicht.keramik"));
  if (!row) throw new Error("no other account");
  const conversation = await makeConversation(row, { igsid });
  return { conversationId: conversation.id };
}

function queueRefreshes(count: number): Promise<void> {
  const payload = { instagramAccountId: scene.accountId };
  return enqueueAll(
    db,
    Array.from({ length: count }, () => ({ name: "refresh-token" as const, payload, key: randomUUID() })),
  );
}

async function refreshJobs(): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from graphile_worker.jobs where task_identifier = 'refresh-token'`);
  return row?.count ?? 0;
}
