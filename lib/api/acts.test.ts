import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { type GetInboxConversationMessagesResponse, ZernioApiError } from "@zernio/node";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { conversations } from "#db/schema/index.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, serveApi } from "#test/api.ts";
import { IG_ID, LENA, openApiInbox } from "#test/api-inbox.ts";
import { makeMessage } from "#test/factories.ts";
import { calls, control } from "#test/simulator.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);

let inbox: Awaited<ReturnType<typeof openApiInbox>>;
let sdk: ReturnType<typeof api.sdk>;

beforeEach(async () => {
  inbox = await openApiInbox();
  sdk = api.sdk(inbox.key);
});

async function refusal(promise: Promise<unknown>): Promise<ZernioApiError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ZernioApiError);
  return error as ZernioApiError;
}

async function reactionsShown() {
  const { accountId, conversationId } = inbox;
  const { data }: { data?: GetInboxConversationMessagesResponse } = await sdk.messages.getInboxConversationMessages({
    path: { conversationId },
    query: { accountId },
  });
  return data?.messages?.map(({ reactions }) => reactions?.map(({ emoji, fromMe }) => [emoji, fromMe]));
}

test("reacts, replaces and takes back", async () => {
  const { accountId, conversationId, mid } = inbox;
  const path = { conversationId, messageId: mid };
  const { data } = await sdk.messages.addMessageReaction({ path, body: { accountId, emoji: "🎉" } });
  expect(data).toEqual({ success: true, messageId: mid, platformMessageId: mid });
  expect(await reactionsShown()).toEqual([[["🎉", true]]]);
  await sdk.messages.addMessageReaction({ path, body: { accountId, emoji: "❤️" } });
  expect(await reactionsShown()).toEqual([[["❤️", true]]]);
  await sdk.messages.removeMessageReaction({ path, query: { accountId } });
  expect(await reactionsShown()).toEqual([[]]);
  expect(await calls("messages")).toHaveLength(3);
});

test("a reaction Instagram refuses is told and not shown; one outside the window makes no call", async () => {
  const { accountId, conversationId, mid } = inbox;
  const call = { path: { conversationId, messageId: mid }, body: { accountId, emoji: "🎉" } };
  await control("POST", "/faults", { match: { endpoint: "messages" }, error: "unavailable", times: 1 });
  expect(await refusal(sdk.messages.addMessageReaction(call))).toMatchObject({
    statusCode: 400,
    platformError: { code: 551 },
  });
  expect(await reactionsShown()).toEqual([[]]);
  const before = (await calls("messages")).length;
  await db
    .update(conversations)
    .set({ lastInboundAt: sql`now() - interval '2 days'` })
    .where(eq(conversations.id, conversationId));
  expect(await refusal(sdk.messages.addMessageReaction(call))).toMatchObject({ code: "window_closed" });
  expect(await calls("messages")).toHaveLength(before);
});

test("what Instagram cannot do is said and not done", async () => {
  const { accountId, conversationId, mid } = inbox;
  const path = { conversationId, messageId: mid };
  for (const attempt of [
    () => sdk.messages.editInboxMessage({ path, body: { accountId, text: "Other words" } as never }),
    () => sdk.messages.deleteInboxMessage({ path, query: { accountId } }),
  ]) {
    expect(await refusal(attempt())).toMatchObject({ statusCode: 400, code: "PLATFORM_LIMITATION" });
  }
  expect(await calls()).toEqual([]);
});

test("writes to a customer by id or handle, and to nobody who never wrote", async () => {
  const { accountId, conversationId } = inbox;
  const first = await sdk.messages.createInboxConversation({
    body: { accountId, participantId: LENA, message: "Hello Lena" },
  });
  expect(first.data?.data).toMatchObject({ conversationId, participantId: LENA, messageId: expect.any(String) });
  await db.execute(sql`update contacts set username = 'lena.wirth.foto' where igsid = ${LENA}`);
  const second = await sdk.messages.createInboxConversation({
    body: { accountId, participantUsername: "@lena.wirth.foto", message: "Hello again" },
  });
  expect(second.data?.data?.conversationId).toBe(conversationId);
  const stranger = { accountId, participantId: "1234567890", message: "Hello" };
  expect(await refusal(sdk.messages.createInboxConversation({ body: stranger }))).toMatchObject({
    statusCode: 400,
    code: "PLATFORM_NOT_SUPPORTED",
  });
  expect(await calls("messages")).toHaveLength(2);
});

test("quotes a message of the conversation, and no other", async () => {
  const { accountId, conversationId, mid } = inbox;
  const path = { conversationId };
  await sdk.messages.sendInboxMessage({ path, body: { accountId, message: "This one", replyTo: mid } });
  const { data } = await sdk.messages.getInboxConversationMessages({
    path,
    query: { accountId, sortOrder: "desc", limit: 1 },
  });
  expect(data?.messages?.[0]?.metadata).toEqual({ quotedMessageId: mid });
  const elsewhere = { accountId, message: "That one", replyTo: randomUUID() };
  expect((await refusal(sdk.messages.sendInboxMessage({ path, body: elsewhere }))).statusCode).toBe(404);
});

test("gives an attachment's address as it is now, and redirects to it", async () => {
  const { accountId, conversationId } = inbox;
  const { mid } = await control<{ mid: string }>("POST", `/customers/${LENA}/messages`, {
    account: IG_ID,
    kind: "image",
  });
  const [conversation] = await db.select().from(conversations).where(eq(conversations.id, conversationId));
  if (!conversation) throw new Error("no conversation");
  const stale = { type: "image", rawType: "image", url: "https://lookaside.fbsbx.com/old", linkUrl: null } as const;
  const attachments = [{ ...stale, title: null, mediaId: null, template: null }];
  await makeMessage(conversation, { mid, text: null, attachments });
  const path = { conversationId, messageId: mid, index: 0 };
  const { data } = await sdk.messages.getMessageAttachment({ path, query: { accountId, format: "json" } });
  expect(data).toMatchObject({ status: "success", refreshed: true });
  expect(data?.url).not.toBe(stale.url);
  const thread: { data?: GetInboxConversationMessagesResponse } = await sdk.messages.getInboxConversationMessages({
    path: { conversationId },
    query: { accountId, sortOrder: "desc", limit: 1 },
  });
  const refreshUrl = thread.data?.messages?.[0]?.attachments?.[0]?.refreshUrl ?? "";
  const answer = await fetch(refreshUrl.replace(/^.*\/api/, api.baseURL), {
    headers: { authorization: `Bearer ${inbox.key}` },
    redirect: "manual",
  });
  expect([answer.status, answer.headers.get("location")]).toEqual([302, expect.stringMatching(/^http/)]);
  const none = { path: { ...path, index: 7 }, query: { accountId, format: "json" as const } };
  expect((await refusal(sdk.messages.getMessageAttachment(none))).statusCode).toBe(404);
});

test("tells whether a customer follows, and disconnects an account", async () => {
  const { accountId } = inbox;
  const path = { accountId, userId: LENA };
  const { data } = await sdk.accounts.getInstagramFollowStatus({ path, query: { refresh: true } });
  expect(data).toMatchObject({ userId: LENA, accountId, isFollower: expect.any(Boolean) });
  const nobody = { path: { accountId, userId: "1" } };
  expect((await refusal(sdk.accounts.getInstagramFollowStatus(nobody))).statusCode).toBe(404);
  await sdk.accounts.deleteAccount({ path: { accountId } });
  expect((await sdk.accounts.listAccounts({ query: { status: "connected" } })).data?.accounts).toEqual([]);
  const { key } = await inbox.makeKey("read");
  expect((await refusal(api.sdk(key).accounts.deleteAccount({ path: { accountId } }))).statusCode).toBe(403);
});

test("lists customers, finds one by name and shows their conversation", async () => {
  const { data } = await sdk.contacts.listContacts({ query: { search: LENA.slice(0, 3), limit: 10 } });
  expect(data?.contacts).toEqual([]);
  const all = await sdk.contacts.listContacts();
  expect(all.data?.contacts).toMatchObject([{ platformIdentifier: LENA, platform: "instagram" }]);
  const contactId = all.data?.contacts?.[0]?.id ?? "";
  const one = await sdk.contacts.getContact({ path: { contactId } });
  expect(one.data?.contact?.conversationIds).toEqual([inbox.conversationId]);
  expect((await sdk.contacts.getContactChannels({ path: { contactId } })).data?.channels).toHaveLength(1);
  expect((await refusal(sdk.contacts.getContact({ path: { contactId: randomUUID() } }))).statusCode).toBe(404);
});

test("tells of the workspace, its members and its keys, and gives nothing away", async () => {
  const profiles = await sdk.profiles.listProfiles();
  expect(profiles.data?.profiles).toMatchObject([{ _id: inbox.workspaceId, isDefault: true }]);
  const users = await sdk.users.listUsers();
  const userId = users.data?.users?.[0]?._id ?? "";
  expect((await sdk.users.getUser({ path: { userId } })).data?.user?._id).toBe(userId);
  const keys = await sdk.apiKeys.listApiKeys();
  expect(keys.data?.apiKeys).toMatchObject([{ id: inbox.keyId, permission: "read-write" }]);
  const told = JSON.stringify([profiles.data, users.data, keys.data]);
  expect(told).not.toContain(inbox.key.slice(-43));
  expect(told).not.toContain("@brassmoon.example");
});
