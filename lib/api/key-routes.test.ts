import "#test/database.ts";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { apiKeys } from "#db/schema/index.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, refusal, serveApi } from "#test/api.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { createApiKey } from "./keys.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);

let workspaceId: string;
let full: string;

beforeEach(async () => {
  ({ workspaceId } = await makeMember());
  full = await makeKey();
});

async function makeKey(limits: Partial<Parameters<typeof createApiKey>[1]> = {}): Promise<string> {
  const input = { name: "Key", permission: "read-write", ...limits } as const;
  return (await createApiKey({ workspaceId, createdBy: null }, input)).key;
}

describe("keys for programs", () => {
  test("are made, shown once, used and revoked", async () => {
    const { apiKeys: sdk } = api.sdk(full);
    const body = { name: "Shop", expiresIn: 30, permission: "read", disabledResourceGroups: ["analytics"] } as const;
    const { data } = await sdk.createApiKey({ body: { ...body, disabledResourceGroups: ["analytics"] } });
    const made = data?.apiKey;
    expect(made?.key).toMatch(/^ak_live_/);
    const days = (new Date(made?.expiresAt ?? 0).getTime() - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(30, 1);
    const shop = api.sdk(made?.key ?? "");
    expect((await shop.accounts.listAccounts()).data?.accounts).toEqual([]);
    expect(await refusal(shop.inboxanalytics.getInboxVolume({ query: { fromDate: "2026-01-01" } }))).toMatchObject({
      statusCode: 403,
    });
    expect(JSON.stringify((await sdk.listApiKeys()).data)).not.toContain(made?.key);

    await sdk.deleteApiKey({ path: { keyId: made?.id ?? "" } });
    expect(await refusal(shop.accounts.listAccounts())).toMatchObject({ statusCode: 401 });
  });

  test("that have run out, or are narrowed, make and see no keys", async () => {
    const old = await makeKey({ expiresAt: new Date(Date.now() - 1_000) });
    expect(await refusal(api.sdk(old).accounts.listAccounts())).toMatchObject({ statusCode: 401 });
    const narrowed = api.sdk(await makeKey({ disabledGroups: ["contacts"] })).apiKeys;
    expect(await refusal(narrowed.listApiKeys())).toMatchObject({ statusCode: 403 });
    expect(await refusal(narrowed.createApiKey({ body: { name: "More" } }))).toMatchObject({ statusCode: 403 });
    const before = await db.$count(apiKeys, eq(apiKeys.workspaceId, workspaceId));
    const reader = api.sdk(await makeKey({ permission: "read" })).apiKeys;
    expect(await refusal(reader.createApiKey({ body: { name: "More" } }))).toMatchObject({ statusCode: 403 });
    expect(await db.$count(apiKeys, eq(apiKeys.workspaceId, workspaceId))).toBe(before + 1);
  });

  test("that end make none that outlive them", async () => {
    const { apiKeys: sdk } = api.sdk(await makeKey({ expiresAt: new Date(Date.now() + 10 * 86_400_000) }));
    for (const longer of [{}, { expiresIn: 11 }]) {
      const error = await refusal(sdk.createApiKey({ body: { name: "Longer", ...longer } }));
      expect([error.statusCode, error.param]).toEqual([400, "expiresIn"]);
    }
    expect((await sdk.createApiKey({ body: { name: "Shorter", expiresIn: 9 } })).response.status).toBe(201);
  });

  test("for some accounts take no field away from the customers of all", async () => {
    const { customfields } = api.sdk(full);
    const { data } = await customfields.createCustomField({
      body: { profileId: workspaceId, name: "Size", type: "text" },
    });
    const path = { fieldId: data?.field?.id ?? "" };
    const account = await makeAccount({ workspaceId });
    const narrowed = api.sdk(await makeKey({ accountIds: [account.id] })).customfields;
    expect(await refusal(narrowed.deleteCustomField({ path }))).toMatchObject({ statusCode: 403 });
    expect(await refusal(narrowed.updateCustomField({ path, body: { name: "Width" } }))).toMatchObject({
      statusCode: 403,
    });
    expect((await narrowed.listCustomFields()).data?.fields).toMatchObject([{ name: "Size" }]);
  });

  test("for one account find nothing of another, in any list or by any id", async () => {
    const [mine, hidden] = [await makeAccount({ workspaceId }), await makeAccount({ workspaceId })];
    const seen = await makeConversation(mine);
    const unseen = await makeConversation(hidden);
    const secret = await makeMessage(unseen, { direction: "inbound", origin: "customer", text: "secret" });
    const sdk = api.sdk(await makeKey({ accountIds: [mine.id] }));

    expect((await sdk.accounts.listAccounts()).data?.accounts).toMatchObject([{ _id: mine.id }]);
    expect((await sdk.accounts.getAllAccountsHealth()).data?.summary).toMatchObject({ total: 1 });
    expect((await sdk.messages.listInboxConversations()).data?.data).toMatchObject([{ id: seen.id }]);
    expect((await sdk.contacts.listContacts()).data?.contacts).toHaveLength(1);
    const query = { accountId: hidden.id };
    const path = { conversationId: unseen.id };
    const refused = [
      () => sdk.accounts.getAccountHealth({ path: query }),
      () => sdk.accounts.deleteAccount({ path: query }),
      () => sdk.messages.getInboxConversation({ path, query }),
      () => sdk.messages.getInboxConversationMessages({ path, query }),
      () => sdk.messages.updateInboxConversation({ path, body: { ...query, status: "archived" } }),
      () => sdk.messages.sendInboxMessage({ path, body: { ...query, message: "hi" } }),
      () => sdk.messages.markConversationRead({ path, body: query }),
      () => sdk.messages.sendTypingIndicator({ path, body: query }),
      () =>
        sdk.messages.addMessageReaction({ path: { ...path, messageId: secret.id }, body: { ...query, emoji: "🎉" } }),
      () => sdk.contacts.getContact({ path: { contactId: unseen.contactId } }),
    ];
    for (const ask of refused) expect(await refusal(ask())).toMatchObject({ statusCode: 404 });
    const { data: found } = await sdk.messages.searchInboxConversations({ query: { query: "secret" } });
    expect(found?.data).toEqual([]);
  });

  test("name accounts of their own workspace only", async () => {
    const foreign = await makeAccount({ workspaceId: (await makeMember()).workspaceId });
    await expect(makeKey({ accountIds: [foreign.id] })).rejects.toMatchObject({ code: "not_found" });
  });
});
