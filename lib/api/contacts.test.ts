import "#test/database.ts";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { contacts, messages } from "#db/schema/index.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, refusal, serveApi } from "#test/api.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { createApiKey } from "./keys.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);

let workspaceId: string;
let account: Awaited<ReturnType<typeof makeAccount>>;
let lena: Awaited<ReturnType<typeof makeConversation>>;
let sdk: ReturnType<typeof api.sdk>;

const keyOf = async (workspaceId: string) =>
  (await createApiKey({ workspaceId, createdBy: null }, { name: "Shop", permission: "read-write" })).key;

beforeEach(async () => {
  ({ workspaceId } = await makeMember());
  account = await makeAccount({ workspaceId });
  lena = await makeConversation(account);
  // With all that Instagram may tell: an answer that depends on it is held against the SDK's type with it.
  await db
    .update(contacts)
    .set({ name: "Lena", pictureUrl: "https://scontent.cdninstagram.com/lena.jpg" })
    .where(eq(contacts.id, lena.contactId));
  await makeMessage(lena, { direction: "inbound", origin: "customer" });
  await makeMessage(lena, { direction: "outbound", origin: "antwort", status: "sent" });
  sdk = api.sdk(await keyOf(workspaceId));
});

const get = async () => (await sdk.contacts.getContact({ path: { contactId: lena.contactId } })).data?.contact;

describe("contacts", () => {
  test("carry what the staff know, and doing it twice changes nothing", async () => {
    const path = { contactId: lena.contactId };
    const body = {
      email: "lena@example.com",
      company: "Foto",
      tags: ["VIP", "shop"],
      notes: "Likes teal.",
      isBlocked: true,
    };
    await sdk.contacts.updateContact({ path, body });
    const { data } = await sdk.contacts.updateContact({ path, body });
    const known = { email: "lena@example.com", company: "Foto", notes: "Likes teal.", isBlocked: true };
    expect(data?.contact).toMatchObject({ ...known, tags: ["shop", "VIP"] });
    expect(await get()).toMatchObject({ ...known, messagesSentCount: 1, messagesReceivedCount: 1 });

    await sdk.contacts.updateContact({ path, body: { tags: ["vip"], isBlocked: false } });
    expect(await get()).toMatchObject({ tags: ["VIP"], isBlocked: false, email: "lena@example.com" });
    const { data: tagged } = await sdk.contacts.listContacts({ query: { tags: "nothing, Vip" } });
    expect(tagged?.contacts).toMatchObject([{ id: lena.contactId }]);
    expect(tagged?.filters?.tags).toEqual(["shop", "VIP"]);
    expect((await sdk.contacts.listContacts({ query: { tag: "shop" } })).data?.contacts).toEqual([]);
  });

  test("never get a name that Instagram did not tell", async () => {
    const path = { contactId: lena.contactId };
    expect(await refusal(sdk.contacts.updateContact({ path, body: { name: "Queen" } }))).toMatchObject({
      statusCode: 400,
    });
    await refusal(sdk.contacts.updateContact({ path, body: { isSubscribed: false } }));
  });

  test("have fields of the workspace's own", async () => {
    const { customfields } = sdk;
    const body = { profileId: workspaceId, name: "Shoe size", type: "number" } as const;
    const { data } = await customfields.createCustomField({ body });
    expect(data?.field).toMatchObject({ slug: "shoe_size", type: "number" });
    await refusal(customfields.createCustomField({ body }));
    const path = { contactId: lena.contactId, slug: "shoe_size" };
    await customfields.setContactFieldValue({ path, body: { value: 39 } });
    expect((await get())?.customFields).toEqual({ shoe_size: 39 });
    await refusal(customfields.setContactFieldValue({ path, body: { value: "large" } }));
    const fieldId = data?.field?.id ?? "";
    await customfields.updateCustomField({ path: { fieldId }, body: { name: "Size" } });
    expect((await customfields.listCustomFields()).data?.fields).toMatchObject([{ name: "Size", slug: "shoe_size" }]);
    await customfields.clearContactFieldValue({ path });
    expect((await get())?.customFields).toEqual({});
    await customfields.deleteCustomField({ path: { fieldId } });
    expect((await customfields.listCustomFields()).data?.fields).toEqual([]);
  });

  test("can be told of again, one by one or in bulk, but only those who wrote", async () => {
    const person = { profileId: workspaceId, name: "Lena", accountId: account.id, platform: "instagram" } as const;
    const { data } = await sdk.contacts.createContact({
      body: { ...person, platformIdentifier: lena.igsid, tags: ["new"] },
    });
    expect(data).toMatchObject({ contact: { id: lena.contactId, tags: ["new"] }, channel: { id: lena.contactId } });
    await refusal(sdk.contacts.createContact({ body: { ...person, platformIdentifier: "4711" } }));
    await refusal(sdk.contacts.createContact({ body: { profileId: workspaceId, name: "Nobody" } }));
    const told = [
      { name: "Lena", platformIdentifier: lena.igsid, company: "Foto" },
      { name: "Nobody", platformIdentifier: "4711" },
    ];
    const bulk = await sdk.contacts.bulkCreateContacts({
      body: { profileId: workspaceId, accountId: account.id, contacts: told },
    });
    expect(bulk.data).toMatchObject({
      created: 0,
      skipped: 1,
      total: 2,
      errors: [expect.stringContaining("Contact 2")],
    });
    expect(await get()).toMatchObject({ company: "Foto" });
  });

  test("are erased with everything they said", async () => {
    await sdk.contacts.deleteContact({ path: { contactId: lena.contactId } });
    expect(await refusal(sdk.contacts.getContact({ path: { contactId: lena.contactId } }))).toMatchObject({
      statusCode: 404,
    });
    expect(await db.$count(messages, eq(messages.conversationId, lena.id))).toBe(0);
  });

  test("of another workspace are not found by any act", async () => {
    const other = api.sdk(await keyOf((await makeMember()).workspaceId));
    const path = { contactId: lena.contactId };
    const acts = [
      () => other.contacts.getContact({ path }),
      () => other.contacts.updateContact({ path, body: { notes: "x" } }),
      () => other.contacts.deleteContact({ path }),
      () => other.customfields.setContactFieldValue({ path: { ...path, slug: "email" }, body: { value: "x" } }),
    ];
    for (const act of acts) expect(await refusal(act())).toMatchObject({ statusCode: 404 });
    expect(await get()).not.toHaveProperty("notes");
  });
});

test("an account keeps its names and its one profile", async () => {
  const path = { accountId: account.id };
  const { data } = await sdk.accounts.updateAccount({ path, body: { username: account.username } });
  expect(data).toMatchObject({ username: account.username });
  await refusal(sdk.accounts.updateAccount({ path, body: { username: "another" } }));
  await sdk.accounts.moveAccountToProfile({ path, body: { profileId: workspaceId } });
  await refusal(sdk.accounts.moveAccountToProfile({ path, body: { profileId: account.id } }));
});
