import { createServer } from "node:http";
import { Zernio, ZernioApiError } from "@zernio/node";
import { TABLE } from "#test/sdk-table.ts";
import { answerType, sdkFaults } from "#test/sdk-types.ts";
import { ACCOUNT, expect, makeCustomer, test } from "./fixtures.ts";

const OTHER_ACCOUNT = "nordlicht.keramik";
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

// biome-ignore lint/suspicious/noExplicitAny: every method of the SDK has another answer; what it is, its type says at run time.
type Answer = any;

test("every method of the published SDK answers as the table in docs/api.md says, in the SDK's own types", async ({
  page,
  simulator,
  customer,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const { mid } = await customer.writes("Do you ship to Linz?", { kind: "image", media: "walnut" });
  const other = await makeCustomer(simulator);
  await other.writes("Please forget me");
  const consumer = await listen();
  const sdk = new Zernio({ apiKey: await makeKey(page), baseURL: `${baseURL}/api` });
  const called = new Set<string>();

  /** Calls a method, and holds status and answer against the table and the SDK's type. */
  async function call(method: string, options: object = {}): Promise<Answer> {
    const [part = "", operationId = ""] = method.split(".");
    const run = (sdk as unknown as Record<string, Record<string, (options: object) => Promise<Answer>>>)[part]?.[
      operationId
    ];
    const { status, body } = await outcomeOf(run?.(options));
    expect([method, status, body]).toEqual([method, TABLE.find((row) => row.method === method)?.status, body]);
    expect([method, await sdkFaults(answerType(operationId, status), body)]).toEqual([method, []]);
    called.add(method);
    return body;
  }

  const { userId: profileId } = await call("apiKeys.verifyCredential");
  const { apiKey } = await call("apiKeys.createApiKey", {
    body: { name: "Second", expiresIn: 30, permission: "read" },
  });
  expect((await call("apiKeys.listApiKeys")).apiKeys.map(({ name }: { name: string }) => name)).toContain("Second");
  await call("apiKeys.deleteApiKey", { path: { keyId: apiKey.id } });

  await call("profiles.listProfiles", { query: { limit: 10 } });
  await call("profiles.getProfile", { path: { profileId } });
  await call("profiles.createProfile", { body: { name: "Another" } });
  await call("profiles.updateProfile", { path: { profileId }, body: { name: "Another" } });
  await call("profiles.deleteProfile", { path: { profileId } });
  const { users } = await call("users.listUsers");
  await call("users.getUser", { path: { userId: users[0]._id } });

  const platform = "instagram";
  const { authUrl } = await call("connect.getConnectUrl", { path: { platform }, query: { profileId } });
  const { location } = await simulator.control<{ location: string }>("POST", "/authorize", {
    url: authUrl,
    account: OTHER_ACCOUNT,
  });
  const given = Object.fromEntries(new URL(location).searchParams);
  const connected = await call("connect.handleOAuthCallback", { path: { platform }, body: { ...given, profileId } });
  const { accounts } = await call("accounts.listAccounts", { query: { platform } });
  const { _id: accountId } = accounts.find(({ username }: { username: string }) => username === ACCOUNT.username);
  await call("accounts.getAllAccountsHealth");
  await call("accounts.getAccountHealth", { path: { accountId } });
  const path = { accountId: connected.accountId };
  await call("accounts.updateAccount", { path, body: { username: OTHER_ACCOUNT } });
  await call("accounts.moveAccountToProfile", { path, body: { profileId } });
  const iceBreakers = [{ question: "Where are you?", payload: "PLACE" }];
  await call("accountsettings.setInstagramIceBreakers", { path, body: { ice_breakers: iceBreakers } });
  expect((await call("accountsettings.getInstagramIceBreakers", { path })).data).toEqual(iceBreakers);
  await call("accountsettings.deleteInstagramIceBreakers", { path });
  await call("accounts.deleteAccount", { path });

  const webhook = { name: "Shop", url: consumer.url, events: ["message.received", "message.sent"] };
  const { webhook: made } = await call("webhooks.createWebhookSettings", { body: webhook });
  const webhookId = made._id;
  await call("webhooks.getWebhookSettings");
  await call("webhooks.updateWebhookSettings", { body: { webhookId, name: "Store" } });
  await call("webhooks.testWebhook", { body: { webhookId } });

  const find = async ({ name }: { name: string }) => {
    let found: Answer;
    await expect(async () => {
      found = (await call("messages.searchInboxConversations", { query: { query: name } })).data[0]?.conversation;
      expect(found).toBeDefined();
    }).toPass();
    return found;
  };
  const { id: conversationId } = await find(customer);
  const thread = { path: { conversationId }, query: { accountId } };
  const { data: listed } = await call("messages.listInboxConversations", { query: { accountId, limit: 100 } });
  expect(listed.map(({ id }: { id: string }) => id)).toContain(conversationId);
  const { participantId } = (await call("messages.getInboxConversation", thread)).data;
  await call("messages.markConversationRead", { path: { conversationId }, body: { accountId } });
  await call("messages.sendTypingIndicator", { path: { conversationId }, body: { accountId } });
  const said = (body: object) => ({ path: { conversationId }, body: { accountId, ...body } });
  const sent = await call("messages.sendInboxMessage", said({ message: "Yes, on Mondays.", replyTo: mid }));
  const file = new Blob([PICTURE], { type: "image/png" });
  const uploaded = await call("messages.uploadMediaDirect", { body: { file } });
  await call("messages.sendInboxMessage", said({ attachmentUrl: uploaded.url, attachmentType: "image" }));
  const presigned = await call("media.getMediaPresignedUrl", {
    body: { filename: "one.png", contentType: "image/png" },
  });
  expect((await fetch(presigned.uploadUrl, { method: "PUT", body: PICTURE })).ok).toBe(true);
  await call("messages.createInboxConversation", {
    body: { accountId, participantId, message: "And on Fridays.", attachmentUrl: presigned.publicUrl },
  });
  const { messages } = await call("messages.getInboxConversationMessages", thread);
  expect(messages.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining([mid, sent.data.messageId]));
  const message = { conversationId, messageId: mid };
  await call("messages.getMessageAttachment", { path: { ...message, index: 0 }, query: { accountId, format: "json" } });
  await call("messages.addMessageReaction", { path: message, body: { accountId, emoji: "❤️" } });
  await call("messages.removeMessageReaction", { path: message, query: { accountId } });
  await call("messages.editInboxMessage", { path: message, body: { accountId, text: "No" } });
  await call("messages.deleteInboxMessage", { path: message, query: { accountId } });
  await call("messages.updateInboxConversation", { path: { conversationId }, body: { accountId, status: "archived" } });
  await call("messages.updateInboxConversation", { path: { conversationId }, body: { accountId, status: "active" } });
  await call("accounts.getInstagramFollowStatus", { path: { accountId, userId: participantId } });

  const { contacts } = await call("contacts.listContacts", { query: { search: customer.username } });
  const contact = { contactId: contacts[0].id };
  const told = { profileId, accountId, name: customer.name, platformIdentifier: participantId, tags: ["Linz"] };
  await call("contacts.createContact", { body: { ...told, platform } });
  await call("contacts.bulkCreateContacts", {
    body: { profileId, accountId, platform, contacts: [{ name: "Nobody" }] },
  });
  await call("contacts.updateContact", { path: contact, body: { email: "guest@example.com", notes: "Likes oak" } });
  const { field } = await call("customfields.createCustomField", { body: { profileId, name: "Size", type: "number" } });
  await call("customfields.listCustomFields", { query: { profileId } });
  await call("customfields.updateCustomField", { path: { fieldId: field.id }, body: { name: "Shoe size" } });
  const value = { path: { ...contact, slug: field.slug } };
  await call("customfields.setContactFieldValue", { ...value, body: { value: 42 } });
  expect((await call("contacts.getContact", { path: contact })).contact).toMatchObject({
    tags: ["Linz"],
    email: "guest@example.com",
    customFields: { [field.slug]: 42 },
  });
  await call("contacts.getContactChannels", { path: contact });
  await call("customfields.clearContactFieldValue", value);
  await call("customfields.deleteCustomField", { path: { fieldId: field.id } });
  await find(other);
  const { contacts: forgotten } = await call("contacts.listContacts", { query: { search: other.username } });
  await call("contacts.deleteContact", { path: { contactId: forgotten[0].id } });

  const since = { fromDate: new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10) };
  await call("inboxanalytics.getInboxVolume", { query: since });
  await call("inboxanalytics.getInboxHeatmap", { query: since });
  await call("inboxanalytics.getInboxSourceBreakdown", { query: since });
  await call("inboxanalytics.getInboxResponseTime", { query: since });
  await call("inboxanalytics.getInboxTopAccounts", { query: since });
  await call("inboxanalytics.listInboxConversationAnalytics", { query: since });
  await call("inboxanalytics.getInboxConversationAnalytics", { path: { conversationId }, query: since });

  await expect.poll(() => consumer.ids("message.sent")).not.toEqual([]);
  const [eventId] = consumer.ids("message.sent");
  await call("webhooks.redeliverWebhookEvent", { body: { webhookId, eventId } });
  expect(consumer.ids("message.sent").filter((id) => id === eventId)).toHaveLength(2);
  expect((await call("webhooks.getWebhookLogs", { query: { webhookId } })).logs).not.toEqual([]);
  await call("webhooks.deleteWebhookSettings", { query: { webhookId } });
  await expect(async () => {
    const { logs } = await call("logs.listLogs", { query: { type: "api_request", search: "custom-fields" } });
    expect(logs).not.toEqual([]);
  }).toPass();

  await call("messages.setConversationThreadControl", {
    path: { conversationId },
    body: { accountId, action: "take" },
  });
  expect([...called].sort()).toEqual(TABLE.map(({ method }) => method).sort());
  consumer.stop();
});

/** The answer, or what the SDK made of a refusal. */
async function outcomeOf(call: Promise<Answer> | undefined): Promise<{ status: number; body: Answer }> {
  try {
    const { response, data } = await call;
    return { status: response.status, body: data };
  } catch (error) {
    if (!(error instanceof ZernioApiError)) throw error;
    return { status: error.statusCode, body: error.body };
  }
}

async function makeKey(page: import("@playwright/test").Page): Promise<string> {
  await page.goto("/settings/developers");
  await page.getByRole("textbox", { name: "Name" }).fill("Every method");
  await page.getByRole("button", { name: "Create key" }).click();
  const field = page.getByRole("textbox", { name: "API key" });
  await expect(field).toHaveValue(/^ak_live_/);
  return field.inputValue();
}

/** A consumer of webhooks on the one private address that this installation may reach. */
async function listen() {
  const arrived: { event: string; id: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    arrived.push(JSON.parse(body));
    response.writeHead(204).end();
  });
  const port = Number(process.env.E2E_CONSUMER_PORT);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${port}/hook`,
    ids: (event: string) => arrived.filter((one) => one.event === event).map(({ id }) => id),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
