import "#test/database.ts";
import { RateLimitError } from "@zernio/node";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { apiKeyRequests, apiKeys } from "#db/schema/index.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, refusal, serveApi } from "#test/api.ts";
import { openApiInbox } from "#test/api-inbox.ts";
import { makeMember } from "#test/factories.ts";
import { calls } from "#test/simulator.ts";
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
  ({ workspaceId, accountId, conversationId, key, keyId, makeKey } = await openApiInbox());
});

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
