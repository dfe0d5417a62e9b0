import "#test/database.ts";
import type { GetInboxConversationMessagesResponse } from "@zernio/node";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { conversations, messages } from "#db/schema/index.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, refusal, serveApi } from "#test/api.ts";
import { openApiInbox } from "#test/api-inbox.ts";
import { calls, control } from "#test/simulator.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);

let accountId: string;
let conversationId: string;
let key: string;
let keyId: string;

beforeEach(async () => {
  ({ accountId, conversationId, key, keyId } = await openApiInbox());
});

function send(body: object) {
  return api.send(key, conversationId, { accountId, ...body });
}

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
    for (const field of ["interactive", "subject", "voiceNote", "unheardOf"]) {
      const response = await send({ message: "Hello", [field]: "x" });
      expect([response.status, await response.json()]).toMatchObject([400, { param: field }]);
    }
    expect((await send({})).status).toBe(400);
    expect(await calls("messages")).toEqual([]);
  });
});
