import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { type GetInboxConversationMessagesResponse, ValidationError } from "@zernio/node";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { conversations } from "#db/schema/index.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, refusal, serveApi } from "#test/api.ts";
import { LENA, openApiInbox } from "#test/api-inbox.ts";
import { makeMessage } from "#test/factories.ts";
import { calls } from "#test/simulator.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);

let accountId: string;
let conversationId: string;
let key: string;

beforeEach(async () => {
  ({ accountId, conversationId, key } = await openApiInbox());
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

  test("finds by the words of messages, with the newest of them and how many there are", async () => {
    const { messages: sdk } = api.sdk(key);
    const [conversation] = await db.select().from(conversations).where(eq(conversations.id, conversationId));
    for (let i = 0; i < 5; i++) if (conversation) await makeMessage(conversation, { text: `Expressversand ${i}` });
    const query = { query: "versand" };
    const found = (await sdk.searchInboxConversations({ query })).data?.data;
    expect(found).toMatchObject([{ conversation: { id: conversationId }, matchCount: 5 }]);
    expect(found?.[0]?.matches).toMatchObject(
      [4, 3, 2].map((i) => ({ text: `Expressversand ${i}`, direction: "incoming" })),
    );
    const ours = await sdk.searchInboxConversations({ query: { ...query, direction: "outgoing" } });
    expect(ours.data?.data).toEqual([]);
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
