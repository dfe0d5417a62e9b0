import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { ValidationError } from "@zernio/node";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { apiKeys } from "#db/schema/index.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, refusal, serveApi } from "#test/api.ts";
import { IG_ID, LENA, openApiInbox } from "#test/api-inbox.ts";
import { consumer } from "#test/consumer.ts";
import { makeMember } from "#test/factories.ts";
import { deliverDue } from "#test/outbox.ts";
import { bodyOf, deliver, wire } from "#test/webhooks.ts";
import { createApiKey } from "./keys.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);

let inbox: Awaited<ReturnType<typeof openApiInbox>>;
let sdk: ReturnType<typeof api.sdk>["webhooks"];

beforeEach(async () => {
  inbox = await openApiInbox();
  sdk = api.sdk(inbox.key).webhooks;
});

const input = { name: "Shop", url: consumer.url, events: ["message.received" as const] };

async function create(more: object = {}) {
  const { data } = await sdk.createWebhookSettings({ body: { ...input, ...more } });
  const { _id: webhookId = "", secret = "" } = data?.webhook ?? {};
  return { webhookId, secret };
}

/** Lena writes, and the worker delivers what there is to tell. */
async function receive(webhookId: string, text: string) {
  await deliver(bodyOf(IG_ID, [wire(IG_ID, LENA, Date.now()).message(0, randomUUID(), text)]));
  await deliverDue(webhookId);
}

describe("settings", () => {
  test("are made with a secret that is told once, listed, changed and deleted", async () => {
    const { data: made } = await sdk.createWebhookSettings({
      body: { ...input, customHeaders: { "X-Shop": "1" }, disabledResourceGroups: ["accounts"] },
    });
    expect(made).toMatchObject({
      success: true,
      webhook: {
        name: "Shop",
        url: consumer.url,
        secret: expect.stringMatching(/^whsec_/),
        events: ["message.received"],
        isActive: true,
        failureCount: 0,
        customHeaders: { "X-Shop": "1" },
        disabledResourceGroups: ["accounts"],
      },
    });
    const webhookId = made?.webhook?._id ?? "";
    const listed = (await sdk.getWebhookSettings()).data?.webhooks;
    expect(listed).toMatchObject([{ _id: webhookId, name: "Shop" }]);
    expect(JSON.stringify(listed)).not.toContain("whsec_");

    const { data: changed } = await sdk.updateWebhookSettings({
      body: { webhookId, name: "Store", isActive: false, secret: "the-consumer's-own" },
    });
    expect(changed?.webhook).toMatchObject({ name: "Store", isActive: false, secret: "the-consumer's-own" });
    expect((await sdk.updateWebhookSettings({ body: { _id: webhookId, isActive: true } })).data?.webhook).toMatchObject(
      {
        name: "Store",
        isActive: true,
      },
    );
    expect((await sdk.deleteWebhookSettings({ query: { webhookId } })).data).toEqual({ success: true });
    expect((await sdk.getWebhookSettings()).data?.webhooks).toEqual([]);
    expect((await refusal(sdk.deleteWebhookSettings({ query: { id: webhookId } }))).statusCode).toBe(404);
  });

  test("are refused with the field that is wrong", async () => {
    const wrong = {
      name: ["", "x".repeat(51)],
      url: ["", "x".repeat(2001)],
      events: [[], ["post.published"], ["unheard.of"], ["message.received", "comment.received"]],
      secret: ["", "with space"],
      customHeaders: [{ "webhook-id": "1" }, { "X-Zernio-Signature": "x" }, { Host: "x" }, { "X-A": "a\r\nB: b" }],
      disabledResourceGroups: [["cooking"]],
      unheardOf: [1],
    };
    for (const [field, values] of Object.entries(wrong)) {
      for (const value of values) {
        const error = await refusal(sdk.createWebhookSettings({ body: { ...input, [field]: value } as never }));
        expect([field, error.statusCode, error.param?.split(".")[0]]).toEqual([field, 400, field]);
        expect(error).toBeInstanceOf(ValidationError);
      }
    }
    const inside = await refusal(sdk.createWebhookSettings({ body: { ...input, url: "https://127.0.0.1/" } }));
    expect([inside.statusCode, inside.code]).toEqual([400, "address_refused"]);
    expect((await refusal(sdk.updateWebhookSettings({ body: { name: "Nobody" } }))).statusCode).toBe(400);
  });

  test("are the workspace's own, and not for keys that read or that are for some accounts", async () => {
    const { webhookId } = await create();
    const reader = api.sdk((await inbox.makeKey("read")).key).webhooks;
    expect((await reader.getWebhookSettings()).data?.webhooks).toHaveLength(1);
    expect((await refusal(reader.testWebhook({ body: { webhookId } }))).statusCode).toBe(403);
    expect((await refusal(reader.deleteWebhookSettings({ query: { webhookId } }))).statusCode).toBe(403);

    const stranger = await makeMember();
    const { key } = await createApiKey(
      { workspaceId: stranger.workspaceId, createdBy: null },
      { name: "Other", permission: "read-write" },
    );
    const other = api.sdk(key).webhooks;
    const named = { body: { webhookId } };
    for (const attempt of [
      () => other.testWebhook(named),
      () => other.updateWebhookSettings({ body: { webhookId, name: "Mine" } }),
      () => other.deleteWebhookSettings({ query: { webhookId } }),
      () => other.redeliverWebhookEvent({ body: { webhookId, eventId: randomUUID() } }),
    ]) {
      expect((await refusal(attempt())).statusCode).toBe(404);
    }
    expect((await other.getWebhookLogs()).data?.logs).toEqual([]);

    for (const narrowed of [
      { accountIds: [inbox.accountId] },
      { accountIds: null, disabledGroups: ["messages" as const] },
    ]) {
      await db.update(apiKeys).set(narrowed);
      expect((await refusal(sdk.createWebhookSettings({ body: input }))).statusCode).toBe(403);
      expect((await refusal(sdk.getWebhookLogs())).statusCode).toBe(403);
    }
  });
});

describe("events", () => {
  test("arrive signed, and are in the log with what was sent", async () => {
    const { webhookId, secret } = await create();
    await receive(webhookId, "Are you open?");
    const [arrived] = consumer.taken;
    expect(new Webhook(secret).verify(arrived?.body ?? "", arrived?.headers as Record<string, string>)).toMatchObject({
      event: "message.received",
      message: { text: "Are you open?" },
    });
    const { data } = await sdk.getWebhookLogs();
    expect(data).toMatchObject({
      logs: [
        {
          userId: inbox.workspaceId,
          webhookId,
          webhookName: "Shop",
          eventId: arrived?.id,
          event: "message.received",
          url: consumer.url,
          status: "success",
          statusCode: 200,
          requestPayload: JSON.parse(arrived?.body ?? ""),
          attemptNumber: 1,
          responseTime: expect.any(Number),
        },
      ],
      pagination: { total: 1, limit: 50, skip: 0, pages: 1, hasMore: false },
    });
    expect((await sdk.getWebhookSettings()).data?.webhooks?.[0]?.lastFiredAt).toEqual(expect.any(String));
  });

  test("of a send and of a reaction are told as well", async () => {
    const { webhookId } = await create({ events: ["message.sent", "reaction.received"] });
    const { conversationId, accountId, mid } = inbox;
    const { messages } = api.sdk(inbox.key);
    const { data } = await messages.sendInboxMessage({ path: { conversationId }, body: { accountId, message: "Yes" } });
    await messages.addMessageReaction({ path: { conversationId, messageId: mid }, body: { accountId, emoji: "🎉" } });
    await deliverDue(webhookId);
    const told = consumer.taken.map(({ body }) => JSON.parse(body));
    expect(told).toMatchObject([
      { event: "message.sent", message: { platformMessageId: data?.data?.messageId, text: "Yes", sentVia: "api" } },
      { event: "reaction.received", reaction: { emoji: "🎉", action: "added", sender: { id: IG_ID } } },
    ]);
  });

  test("are found in the log by every filter and page", async () => {
    const { webhookId } = await create();
    const second = await create({ url: `${consumer.url}/second` });
    consumer.answers(({ path }, response) => void response.writeHead(path === "/hook" ? 200 : 500).end());
    await receive(webhookId, "One");
    await deliverDue(second.webhookId);
    await sdk.testWebhook({ body: { webhookId } });
    const count = async (query: object) => (await sdk.getWebhookLogs({ query })).data?.pagination?.total;
    expect(await count({})).toBe(3);
    expect(await count({ status: "failed" })).toBe(1);
    expect(await count({ status: "success", webhookId })).toBe(2);
    expect(await count({ event: "webhook.test" })).toBe(1);
    expect(await count({ eventId: consumer.asked[0]?.id })).toBe(2);
    const { data } = await sdk.getWebhookLogs({ query: { limit: 2, skip: 1 } });
    expect(data?.logs).toHaveLength(2);
    expect(data?.pagination).toEqual({ total: 3, limit: 2, skip: 1, pages: 2, hasMore: false });
    const [failed] = (await sdk.getWebhookLogs({ query: { status: "failed" } })).data?.logs ?? [];
    expect(failed).toMatchObject({ statusCode: 500, errorMessage: expect.stringContaining("500") });
  });

  test("are sent again on demand, byte for byte; a refusal of the endpoint is told", async () => {
    const { webhookId } = await create();
    await receive(webhookId, "Once more");
    const eventId = consumer.taken[0]?.id ?? "";
    const again = { body: { webhookId, eventId } };
    expect((await sdk.redeliverWebhookEvent(again)).data).toMatchObject({ success: true });
    expect(consumer.taken[1]?.body).toBe(consumer.taken[0]?.body);
    consumer.answers(500);
    const refused = await refusal(sdk.redeliverWebhookEvent(again));
    expect([refused.statusCode, refused.message]).toEqual([502, expect.stringContaining("500")]);
    const unknown = await refusal(sdk.redeliverWebhookEvent({ body: { webhookId, eventId: randomUUID() } }));
    expect(unknown.statusCode).toBe(422);
    const { data } = await sdk.getWebhookLogs({ query: { eventId } });
    expect(data?.logs).toMatchObject([{ attemptNumber: 3 }, { attemptNumber: 2 }, { attemptNumber: 1 }]);
  });

  test("can be tried out", async () => {
    const { webhookId } = await create({ isActive: false });
    expect((await sdk.testWebhook({ body: { webhookId } })).data).toMatchObject({ success: true });
    expect(JSON.parse(consumer.taken[0]?.body ?? "")).toMatchObject({ event: "webhook.test" });
    consumer.answers((_, response) => void response.destroy());
    expect((await refusal(sdk.testWebhook({ body: { webhookId } }))).statusCode).toBe(500);
  });
});
