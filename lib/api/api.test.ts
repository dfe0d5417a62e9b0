import "#test/database.ts";
import { randomUUID } from "node:crypto";
import {
  type GetInboxConversationMessagesResponse,
  RateLimitError,
  ValidationError,
  ZernioApiError,
} from "@zernio/node";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { apiKeyRequests, apiKeys, conversations, idempotencyKeys, messages } from "#db/schema/index.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, serveApi } from "#test/api.ts";
import { LENA, openApiInbox } from "#test/api-inbox.ts";
import { makeMember, makeMessage } from "#test/factories.ts";
import { calls, control } from "#test/simulator.ts";
import { createApiKey } from "./keys.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);

let workspaceId: string;
let accountId: string;
let conversationId: string;
let key: string;
let keyId: string;
let makeKey: Awaited<ReturnType<typeof openApiInbox>>["makeKey"];

beforeEach(async () => {
  api.worker.pause(false);
  ({ workspaceId, accountId, conversationId, key, keyId, makeKey } = await openApiInbox());
});

function send(body: object, { apiKey = key, idempotencyKey }: { apiKey?: string; idempotencyKey?: string } = {}) {
  return fetch(`${api.baseURL}/v1/inbox/conversations/${conversationId}/messages`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${apiKey}`,
      "content-type": "application/json",
      ...(idempotencyKey ? { "idempotency-key": idempotencyKey } : {}),
    },
    body: JSON.stringify({ accountId, ...body }),
  });
}

async function refusal(promise: Promise<unknown>): Promise<ZernioApiError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ZernioApiError);
  return error as ZernioApiError;
}

describe("a key", () => {
  test("is asked for before anything else, whatever comes instead of it", async () => {
    for (const authorization of [
      null,
      "",
      "Bearer",
      "Bearer ",
      "Bearer %",
      "Bearer %00",
      `Basic ${btoa(`x:${key}`)}`,
      `Bearer ${key}x`,
      `Bearer ${key} ${key}`,
      `Bearer ${"a".repeat(10_000)}`,
    ]) {
      const response = await fetch(`${api.baseURL}/v1/accounts?api_key=${key}`, {
        headers: authorization === null ? {} : { authorization },
      });
      expect([authorization?.slice(0, 20), response.status]).toEqual([authorization?.slice(0, 20), 401]);
      expect(await response.json()).toMatchObject({ type: "authentication_error", error: expect.any(String) });
    }
    expect((await fetch(`${api.baseURL}/v1/inbox/conversations/x/anything`)).status).toBe(401);
  });

  test("that is good is told so", async () => {
    const { data } = await api.sdk(key).apiKeys.verifyCredential();
    expect(data).toEqual({
      valid: true,
      userId: workspaceId,
      name: "Shop",
      email: null,
      authType: "api_key",
      scope: "read-write",
    });
  });

  test("for reading changes nothing", async () => {
    const reader = await makeKey("read");
    const sdk = api.sdk(reader.key);
    expect((await sdk.messages.listInboxConversations()).data?.data).toHaveLength(1);
    const error = await refusal(
      sdk.messages.sendInboxMessage({ path: { conversationId }, body: { accountId, message: "No" } }),
    );
    expect([error.statusCode, error.isForbidden()]).toEqual([403, true]);
    expect(await calls("messages")).toEqual([]);
  });

  test("opens its own workspace only", async () => {
    const stranger = await makeMember();
    const other = await createApiKey(
      { workspaceId: stranger.workspaceId, createdBy: null },
      { name: "Other", permission: "read-write" },
    );
    const { messages: sdk, accounts } = api.sdk(other.key);
    expect((await accounts.listAccounts()).data?.accounts).toEqual([]);
    expect((await sdk.listInboxConversations()).data?.data).toEqual([]);
    const path = { conversationId };
    const body = { accountId };
    for (const attempt of [
      () => sdk.getInboxConversation({ path, query: { accountId } }),
      () => sdk.getInboxConversationMessages({ path, query: { accountId } }),
      () => sdk.updateInboxConversation({ path, body: { accountId, status: "archived" } }),
      () => sdk.sendInboxMessage({ path, body: { accountId, message: "Hello" } }),
      () => sdk.markConversationRead({ path, body }),
      () => sdk.sendTypingIndicator({ path, body }),
      () => accounts.getAccountHealth({ path: { accountId } }),
    ]) {
      expect((await refusal(attempt())).statusCode).toBe(404);
    }
  });

  test("makes 600 requests a minute and is told when it may go on", async () => {
    await api.sdk(key).apiKeys.verifyCredential();
    await db.update(apiKeyRequests).set({ count: 599 }).where(eq(apiKeyRequests.apiKeyId, keyId));
    const last = await fetch(`${api.baseURL}/v1/auth/verify`, { headers: { authorization: `Bearer ${key}` } });
    if (last.headers.get("x-ratelimit-remaining") !== "0") return expect(new Date().getSeconds()).toBeLessThan(2);
    expect(last.status).toBe(200);
    const error = await refusal(api.sdk(key).apiKeys.verifyCredential());
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ limit: 600, remaining: 0, resetAt: expect.any(Date) });
    const refused = await fetch(`${api.baseURL}/v1/auth/verify`, { headers: { authorization: `Bearer ${key}` } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("opens nothing from the moment it is revoked", async () => {
    await api.sdk(key).apiKeys.verifyCredential();
    await db.update(apiKeys).set({ revokedAt: sql`now()` }).where(eq(apiKeys.id, keyId));
    expect((await refusal(api.sdk(key).apiKeys.verifyCredential())).isAuthError()).toBe(true);
  });
});

describe("reading", () => {
  test("lists accounts and their health", async () => {
    const { accounts } = api.sdk(key);
    const { data } = await accounts.listAccounts();
    expect(data?.accounts).toMatchObject([
      { _id: accountId, platform: "instagram", username: "brassmoonstudio", isActive: true, needsReconnection: false },
    ]);
    expect((await accounts.getAllAccountsHealth()).data?.summary).toMatchObject({ total: 1, healthy: 1, error: 0 });
    expect((await accounts.getAccountHealth({ path: { accountId } })).data).toMatchObject({
      status: "healthy",
      tokenStatus: { valid: true },
      permissions: { missingRequired: [] },
    });
    expect((await accounts.listAccounts({ query: { platform: "facebook" } })).data?.accounts).toEqual([]);
    expect((await accounts.listAccounts({ query: { page: 2, limit: 5 } })).data?.pagination).toMatchObject({
      total: 1,
    });
  });

  test("shows a conversation, archives it and brings it back", async () => {
    const { messages: sdk } = api.sdk(key);
    const { data } = await sdk.listInboxConversations({ query: { accountId, status: "active" } });
    expect(data?.data).toMatchObject([
      { id: conversationId, participantId: LENA, lastMessage: "Is it still there?", unreadCount: 1, status: "active" },
    ]);
    const path = { conversationId };
    await sdk.updateInboxConversation({ path, body: { accountId, status: "archived" } });
    expect((await sdk.getInboxConversation({ path, query: { accountId } })).data?.data?.status).toBe("archived");
    expect((await sdk.listInboxConversations({ query: { status: "active" } })).data?.data).toEqual([]);
    await sdk.updateInboxConversation({ path, body: { accountId, status: "active" } });
    expect((await sdk.listInboxConversations({ query: { status: "active" } })).data?.data).toHaveLength(1);
  });

  test("pages through messages in both directions, each exactly once", async () => {
    const [conversation] = await db.select().from(conversations).where(eq(conversations.id, conversationId));
    const at = new Date();
    for (let i = 0; i < 7; i++) if (conversation) await makeMessage(conversation, { text: `m${i}`, occurredAt: at });
    const { messages: sdk } = api.sdk(key);
    for (const sortOrder of ["asc", "desc"] as const) {
      const texts: (string | undefined)[] = [];
      let cursor: string | undefined;
      do {
        const { data }: { data?: GetInboxConversationMessagesResponse } = await sdk.getInboxConversationMessages({
          path: { conversationId },
          query: { accountId, limit: 3, sortOrder, cursor },
        });
        texts.push(...(data?.messages ?? []).map(({ message }) => message));
        cursor = data?.pagination?.nextCursor ?? undefined;
      } while (cursor);
      const expected = ["Is it still there?", "m0", "m1", "m2", "m3", "m4", "m5", "m6"];
      expect(texts).toEqual(sortOrder === "asc" ? expected : expected.reverse());
    }
  });

  test("marks as read for programs, and typing reaches Instagram", async () => {
    const { messages: sdk } = api.sdk(key);
    const call = { path: { conversationId }, body: { accountId } };
    expect((await sdk.markConversationRead(call)).data).toEqual({ success: true, markedCount: 1 });
    expect((await sdk.markConversationRead(call)).data).toEqual({ success: true, markedCount: 0 });
    expect((await sdk.listInboxConversations()).data?.data?.[0]?.unreadCount).toBe(0);
    expect((await sdk.sendTypingIndicator(call)).data).toEqual({ success: true });
    expect(await calls("messages")).toHaveLength(1);
  });

  test("finds by name and handle, and takes no query for more than words", async () => {
    await db.execute(sql`update contacts set username = '100%_lena', name = 'Lena O''Hara' where igsid = ${LENA}`);
    const { messages: sdk } = api.sdk(key);
    const find = async (query: string) => (await sdk.searchInboxConversations({ query: { query } })).data?.data?.length;
    expect(await find("LENA")).toBe(1);
    expect(await find("@100%")).toBe(1);
    expect(await find("O'Hara")).toBe(1);
    for (const nothing of ["1_0", "%a%b", "' OR 1=1 --", '";--', "\\", "!!&("]) expect(await find(nothing)).toBe(0);
    for (const query of ["", "x".repeat(201)]) expect((await refusal(find(query))).statusCode).toBe(400);
  });

  test("refuses what it does not know, with the field's name", async () => {
    const { messages: sdk } = api.sdk(key);
    const wrong = [
      { limit: 101 },
      { limit: 0 },
      { status: "closed" },
      { sortOrder: 'id"; select' },
      { cursor: "bm9uc2Vuc2U" },
      { acountId: accountId },
    ];
    for (const query of wrong) {
      const error = await refusal(sdk.listInboxConversations({ query: query as never }));
      expect([error.statusCode, error.param]).toEqual([400, Object.keys(query)[0]]);
      if (!("cursor" in query)) expect(error).toBeInstanceOf(ValidationError);
    }
    const path = { conversationId: "not-an-id" };
    expect((await refusal(sdk.getInboxConversation({ path, query: { accountId } }))).statusCode).toBe(404);
    const nul = { path: { conversationId, messageId: "a\u0000b" }, body: { accountId, emoji: "🎉" } };
    expect((await refusal(sdk.addMessageReaction(nul))).statusCode).toBe(404);
    expect((await refusal(sdk.searchInboxConversations({ query: { query: "a\u0000" } }))).statusCode).toBe(400);
    expect((await refusal(api.sdk(key).contacts.listContacts({ query: { search: "\u0000" } }))).statusCode).toBe(400);
    const other = { path: { conversationId }, query: { accountId: randomUUID() } };
    expect((await refusal(sdk.getInboxConversation(other))).statusCode).toBe(404);
  });

  test("knows nothing of other platforms and other methods", async () => {
    const headers = { authorization: `Bearer ${key}` };
    const nowhere = await fetch(`${api.baseURL}/v1/posts`, { headers });
    expect([nowhere.status, await nowhere.json()]).toMatchObject([404, { code: "not_found" }]);
    const wrongMethod = await fetch(`${api.baseURL}/v1/accounts`, { method: "DELETE", headers });
    expect([wrongMethod.status, wrongMethod.headers.get("allow")]).toEqual([405, "GET"]);
  });
});

describe("sending", () => {
  test("answers with Instagram's id, which is the message's from then on", async () => {
    const { messages: sdk } = api.sdk(key);
    const { data, response } = await sdk.sendInboxMessage({
      path: { conversationId },
      body: { accountId, message: "Yes, two are left." },
    });
    expect(response.status).toBe(200);
    const mid = data?.data?.messageId ?? "";
    const { data: thread } = await sdk.getInboxConversationMessages({
      path: { conversationId },
      query: { accountId, sortOrder: "desc", limit: 1 },
    });
    expect(thread?.messages).toMatchObject([
      { id: mid, message: "Yes, two are left.", direction: "outgoing", deliveryStatus: "sent", sentVia: "api" },
    ]);
    const [row] = await db.select().from(messages).where(eq(messages.mid, mid));
    expect(row).toMatchObject({ sentByApiKey: keyId, sentBy: null });
  });

  test("a refusal of Instagram is told with its figures", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "unavailable" });
    const error = await refusal(
      api.sdk(key).messages.sendInboxMessage({ path: { conversationId }, body: { accountId, message: "Hello" } }),
    );
    expect(error).toMatchObject({
      statusCode: 400,
      code: "platform_api_error",
      type: "platform_error",
      platform: "instagram",
      platformError: { code: 551 },
    });
  });

  test("a refusal of the account is told, shows in its health and stops further calls", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "token_expired", times: 1 });
    const first = await send({ message: "Hello" });
    expect([first.status, await first.json()]).toMatchObject([400, { platformError: { code: 190 } }]);
    const before = (await calls("messages")).length;
    const second = await send({ message: "Hello again" });
    expect([second.status, await second.json()]).toMatchObject([400, { platformError: { code: 190 } }]);
    expect(await calls("messages")).toHaveLength(before);
    const { data } = await api.sdk(key).accounts.getAccountHealth({ path: { accountId } });
    expect(data).toMatchObject({ status: "error", tokenStatus: { valid: false } });
    const open = await db.select().from(messages).where(eq(messages.status, "queued"));
    expect(open).toEqual([]);
  });

  test("what Instagram asks to slow down for is accepted and reads as queued", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "rate", times: 1 });
    const response = await send({ message: "Slowly" });
    const { data } = (await response.json()) as { data: { messageId: string; deliveryState: string } };
    expect([response.status, data.deliveryState]).toEqual([202, "queued"]);
    const thread: { data?: GetInboxConversationMessagesResponse } = await api
      .sdk(key)
      .messages.getInboxConversationMessages({
        path: { conversationId },
        query: { accountId, sortOrder: "desc", limit: 1 },
      });
    expect(thread.data?.messages).toMatchObject([
      { id: data.messageId, deliveryStatus: null, metadata: { deliveryState: "queued" } },
    ]);
  });

  test("a closed window is refused before any call, and the tag opens nothing where the feature is off", async () => {
    await db
      .update(conversations)
      .set({ lastInboundAt: sql`now() - interval '25 hours'` })
      .where(eq(conversations.id, conversationId));
    for (const body of [
      { message: "Late" },
      { message: "Late", messagingType: "MESSAGE_TAG", messageTag: "HUMAN_AGENT" },
    ]) {
      const response = await send(body);
      expect([response.status, await response.json()]).toMatchObject([400, { code: "window_closed" }]);
    }
    expect(await calls("messages")).toEqual([]);
  });

  test("a long text is refused with its count, or split when asked", async () => {
    const message = "ü".repeat(800);
    const refused = await send({ message });
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { code: "text_too_long", details: { bytes: 1600, limit: 1000 } },
    ]);
    expect(await calls("messages")).toEqual([]);
    const split = await send({ message, splitLongText: true });
    const body = (await split.json()) as { data: { messageIds: string[] } };
    expect([split.status, body.data.messageIds.length]).toEqual([200, 2]);
    expect((await calls("messages")).length).toBe(2);
  });

  test("what is only for others, or unknown, is refused by name", async () => {
    for (const field of ["interactive", "subject", "attachmentUrl", "unheardOf"]) {
      const response = await send({ message: "Hello", [field]: "x" });
      expect([response.status, await response.json()]).toMatchObject([400, { param: field }]);
    }
    expect((await send({})).status).toBe(400);
    expect(await calls("messages")).toEqual([]);
  });
});

describe("an Idempotency-Key", () => {
  test("replays the first answer, refuses another body and another request meanwhile", async () => {
    api.worker.pause(true);
    const idempotencyKey = randomUUID();
    const first = send({ message: "Once" }, { idempotencyKey });
    await expect.poll(() => db.$count(idempotencyKeys)).toBeGreaterThan(0);
    expect((await send({ message: "Once" }, { idempotencyKey })).status).toBe(409);
    api.worker.pause(false);
    const answered = await first;
    const body = await answered.json();
    expect(answered.status).toBe(200);

    const again = await send({ message: "Once" }, { idempotencyKey });
    expect([again.status, again.headers.get("idempotent-replayed"), await again.json()]).toEqual([200, "true", body]);
    expect((await send({ message: "Twice" }, { idempotencyKey })).status).toBe(422);
    expect(await calls("messages")).toHaveLength(1);
  });

  test("survives the death of the request: what was stored is found, not sent again", async () => {
    const idempotencyKey = randomUUID();
    const first = (await (await send({ message: "Once" }, { idempotencyKey })).json()) as {
      data: { messageId: string };
    };
    await db.update(idempotencyKeys).set({ answer: null, startedAt: sql`now() - interval '1 minute'` });
    const again = await send({ message: "Once" }, { idempotencyKey });
    expect(await again.json()).toEqual(first);
    expect(await calls("messages")).toHaveLength(1);
  });

  test("is free again after a refusal", async () => {
    const idempotencyKey = randomUUID();
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "unavailable", times: 1 });
    expect((await send({ message: "Hello" }, { idempotencyKey })).status).toBe(400);
    expect((await send({ message: "Hello" }, { idempotencyKey })).status).toBe(200);
  });

  test("sent by many at once makes one message", async () => {
    const idempotencyKey = randomUUID();
    const statuses = await Promise.all(
      Array.from({ length: 6 }, async () => (await send({ message: "Once" }, { idempotencyKey })).status),
    );
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
    expect(statuses.every((status) => status === 200 || status === 409)).toBe(true);
    expect(await calls("messages")).toHaveLength(1);
  });
});
