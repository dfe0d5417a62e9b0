import "#test/database.ts";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { contacts, conversationEvents, conversations, notes } from "#db/schema/index.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { commentOf, deliver } from "#test/webhooks.ts";
import { blockContact, muteContact, unblockContact, unmuteContact } from "./block.ts";
import { csvRow } from "./csv.ts";
import { getCustomer } from "./details.ts";
import { exportContact } from "./export.ts";
import {
  countFieldValues,
  createCustomerField,
  deleteCustomerField,
  listCustomerFields,
  setCustomerField,
  updateCustomerField,
} from "./fields.ts";
import { saveCustomerNotes } from "./profile-notes.ts";
import { listSharedMedia } from "./shared-media.ts";

async function makeCustomer() {
  const member = await makeMember();
  const account = await makeAccount({ workspaceId: member.workspaceId });
  const conversation = await makeConversation(account);
  return { member, account, conversation, contactId: conversation.contactId };
}

const rowOf = async (id: string) => (await db.select().from(conversations).where(eq(conversations.id, id)))[0];
const attachment = (type: "image" | "story_mention", url: string | null) => ({
  type,
  rawType: type,
  url,
  linkUrl: null,
  title: null,
  mediaId: null,
  template: null,
});

describe("notes about a customer", () => {
  test("are kept, shown and raise the conversation's version", async () => {
    const { member, conversation, contactId } = await makeCustomer();
    await saveCustomerNotes(member, { contactId, notes: "Stammkundin", before: "" });
    expect((await getCustomer(member, contactId)).notes).toBe("Stammkundin");
    expect((await rowOf(conversation.id))?.version).toBe(2);
    await saveCustomerNotes(member, { contactId, notes: "Stammkundin", before: "whatever" });
    expect((await rowOf(conversation.id))?.version).toBe(2);
    await saveCustomerNotes(member, { contactId, notes: "  ", before: "Stammkundin" });
    expect((await getCustomer(member, contactId)).notes).toBe("");
  });

  test("of a colleague are not written over", async () => {
    const { member, contactId } = await makeCustomer();
    await saveCustomerNotes(member, { contactId, notes: "von Anna", before: "" });
    const late = saveCustomerNotes(member, { contactId, notes: "von Bea", before: "" });
    await expect(late).rejects.toMatchObject({ code: "conflict" });
    expect((await getCustomer(member, contactId)).notes).toBe("von Anna");
  });
});

test("the first message is the oldest that is here, not the first that came: history is fetched later", async () => {
  const { member, conversation, contactId } = await makeCustomer();
  expect((await getCustomer(member, contactId)).firstMessageAt).toBeNull();
  await makeMessage(conversation, { text: "Hello", occurredAt: new Date("2026-11-22T10:00:00Z") });
  await makeMessage(conversation, { text: "A year ago", occurredAt: new Date("2025-11-20T09:30:00Z") });
  expect((await getCustomer(member, contactId)).firstMessageAt).toBe("2025-11-20T09:30:00.000Z");
});

describe("fields", () => {
  test("are set up by admins, under names of their own", async () => {
    const { member } = await makeCustomer();
    await createCustomerField(member, { name: "Größe der Wohnung", type: "number", options: [] });
    const twice = createCustomerField(member, { name: "größe der wohnung", type: "text", options: [] });
    await expect(twice).rejects.toMatchObject({ code: "field_taken" });
    const bare = createCustomerField(member, { name: "Stufe", type: "select", options: [" "] });
    await expect(bare).rejects.toMatchObject({ code: "invalid_input" });
    await createCustomerField(member, { name: "Stufe", type: "select", options: ["Gold", "Gold", "Silber"] });
    expect(await listCustomerFields(member)).toMatchObject([
      { slug: "grosse_der_wohnung", type: "number", options: [] },
      { slug: "stufe", type: "select", options: ["Gold", "Silber"] },
    ]);
    const agent = { ...member, role: "agent" as const };
    const byAgent = createCustomerField(agent, { name: "Mehr", type: "text", options: [] });
    await expect(byAgent).rejects.toMatchObject({ code: "forbidden" });
    expect(await listCustomerFields(await makeMember())).toEqual([]);
  });

  test.each([
    ["text", "  blau ", "blau"],
    ["number", "12,5", 12.5],
    ["number", "zwölf", null],
    ["date", "2026-02-28", "2026-02-28"],
    ["date", "2026-02-30", null],
    ["boolean", "true", true],
    ["boolean", "vielleicht", null],
    ["select", "Gold", "Gold"],
    ["select", "Platin", null],
  ] as const)("of type %s take %j as %j", async (type, value, kept) => {
    const { member, contactId } = await makeCustomer();
    await createCustomerField(member, { name: "Feld", type, options: ["Gold"] });
    const set = setCustomerField(member, { contactId, slug: "feld", value });
    if (kept === null) await expect(set).rejects.toMatchObject({ code: "invalid_input" });
    else await set;
    expect((await getCustomer(member, contactId)).fields).toEqual(kept === null ? {} : { feld: kept });
    await setCustomerField(member, { contactId, slug: "feld", value: "" });
    expect((await getCustomer(member, contactId)).fields).toEqual({});
  });

  test("take their values with them when they go, and keep them when they are renamed", async () => {
    const { member, contactId } = await makeCustomer();
    const { id: fieldId } = await createCustomerField(member, { name: "Lieblingsholz", type: "text", options: [] });
    await createCustomerField(member, { name: "Anderes", type: "text", options: [] });
    await setCustomerField(member, { contactId, slug: "lieblingsholz", value: "Eiche" });
    await setCustomerField(member, { contactId, slug: "anderes", value: "x" });
    await updateCustomerField(member, { fieldId, name: "Holz", options: [] });
    expect((await getCustomer(member, contactId)).fields).toEqual({ lieblingsholz: "Eiche", anderes: "x" });
    expect(await countFieldValues(member, { slug: "lieblingsholz" })).toBe(1);
    await expect(deleteCustomerField(await makeMember(), { fieldId })).rejects.toMatchObject({ code: "not_found" });
    await deleteCustomerField(member, { fieldId });
    expect((await getCustomer(member, contactId)).fields).toEqual({ anderes: "x" });
    const gone = setCustomerField(member, { contactId, slug: "lieblingsholz", value: "Ahorn" });
    await expect(gone).rejects.toMatchObject({ code: "not_found" });
  });
});

test("muting and blocking are done once, told in the timeline, and taken back", async () => {
  const { member, conversation, contactId } = await makeCustomer();
  for (let twice = 0; twice < 2; twice++) await muteContact(member, { contactId });
  for (let twice = 0; twice < 2; twice++) await blockContact(member, { contactId });
  expect(await getCustomer(member, contactId)).toMatchObject({
    mutedAt: expect.any(String),
    blockedAt: expect.any(String),
  });
  expect((await rowOf(conversation.id))?.closedAt).toBeInstanceOf(Date);
  await unblockContact(member, { contactId });
  await unmuteContact(member, { contactId });
  expect(await getCustomer(member, contactId)).toMatchObject({ mutedAt: null, blockedAt: null });
  const lines = await db
    .select()
    .from(conversationEvents)
    .where(eq(conversationEvents.conversationId, conversation.id))
    .orderBy(conversationEvents.at);
  expect(lines.map(({ kind, memberId }) => [kind, memberId])).toEqual(
    ["muted", "blocked", "unblocked", "unmuted"].map((kind) => [kind, member.id]),
  );
});

test("a stranger finds nobody, nor does a member whose accounts leave them out", async () => {
  const { member, contactId } = await makeCustomer();
  for (const other of [await makeMember(), { ...member, role: "agent" as const, accountIds: [] }]) {
    const attempts = [
      () => getCustomer(other, contactId),
      () => saveCustomerNotes(other, { contactId, notes: "x", before: "" }),
      () => blockContact(other, { contactId }),
      () => exportContact(other, { contactId, format: "json" }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    expect((await listSharedMedia(other, { contactId })).items).toEqual([]);
  }
});

test("shared media come from both sides, newest first, page by page, without what was unsent", async () => {
  const { member, conversation, contactId } = await makeCustomer();
  const image = attachment("image", "https://cdn.example/a.jpg");
  for (let index = 0; index < 33; index++) {
    await makeMessage(conversation, {
      text: null,
      attachments: [image],
      occurredAt: new Date(Date.UTC(2026, 0, 1, 0, index)),
    });
  }
  await makeMessage(conversation, { attachments: [attachment("image", null)] });
  await makeMessage(conversation, { attachments: [image], deletedAt: new Date() });
  const first = await listSharedMedia(member, { contactId });
  const second = await listSharedMedia(member, { contactId, before: first.next ?? undefined });
  expect([first.items.length + second.items.length, second.next]).toEqual([33, null]);
  expect(first.items[0]?.path).toBe(`/api/media/${first.items[0]?.messageId}/0`);
});

test("encounters tell what the customer had before their eyes", async () => {
  const { member, conversation, contactId } = await makeCustomer();
  const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour));
  const story = { id: "s1", url: "https://cdn.example/s.jpg", linkStickerUrl: null };
  await makeMessage(conversation, { text: "Ist das zu haben?", story, occurredAt: at(1) });
  await makeMessage(conversation, { attachments: [attachment("story_mention", null)], occurredAt: at(2) });
  await makeMessage(conversation, { text: "sonst nichts", occurredAt: at(3) });
  const { encounters } = await getCustomer(member, contactId);
  expect(encounters.map(({ kind }) => kind)).toEqual(["storyMention", "storyReply"]);
});

test("comments are told of the customer who made them, in the pane and in the export", async () => {
  const { member, account, conversation, contactId } = await makeCustomer();
  const from = { id: conversation.igsid, username: "lena" };
  await deliver(commentOf(account.igId, { id: "c1", from, media: { id: "m1" }, text: "Noch zu haben?" }));
  await deliver(commentOf(account.igId, { id: "c2", from: { ...from, id: "9999" }, text: "von jemand anderem" }));
  const { comments } = await getCustomer(member, contactId);
  expect(comments).toMatchObject([{ field: "comments", text: "Noch zu haben?" }]);
  const text = await collect((await exportContact(member, { contactId, format: "json" })).pieces);
  expect(JSON.parse(text).comments).toMatchObject([{ where: "comments", mediaId: "m1", text: "Noch zu haben?" }]);
});

describe("an export", () => {
  test("as JSON holds everything about one person and nobody else", async () => {
    const { member, account, conversation, contactId } = await makeCustomer();
    await db.update(contacts).set({ name: 'Lena "L" Wirth', notes: "Kulanz" }).where(eq(contacts.id, contactId));
    await createCustomerField(member, { name: "Holz", type: "text", options: [] });
    await setCustomerField(member, { contactId, slug: "holz", value: "Eiche" });
    for (let index = 0; index < 501; index++) {
      await makeMessage(conversation, {
        text: `Zeile ${index}`,
        occurredAt: new Date(Date.UTC(2026, 0, 1, 0, 0, index)),
      });
    }
    await makeMessage(await makeConversation(account), { text: "von jemand anderem" });
    await db.insert(notes).values({
      workspaceId: member.workspaceId,
      conversationId: conversation.id,
      authorId: member.id,
      text: "intern",
    });
    await muteContact(member, { contactId });
    const text = await collect((await exportContact(member, { contactId, format: "json" })).pieces);
    const all = JSON.parse(text);
    expect(all.customer).toMatchObject({ instagramId: conversation.igsid, name: 'Lena "L" Wirth' });
    expect([all.notes, all.fields]).toEqual(["Kulanz", [{ name: "Holz", value: "Eiche" }]]);
    expect(all.messages.map((message: { text: string }) => message.text)).toEqual(
      Array.from({ length: 501 }, (_, index) => `Zeile ${index}`),
    );
    expect(all.internalNotes).toMatchObject([{ author: member.name, text: "intern" }]);
    expect(all.timeline).toMatchObject([{ kind: "muted", by: member.name }]);
    expect(text).not.toContain("jemand anderem");
  });

  test("is written one at a time, and makes room however it ends", async () => {
    const { member, contactId } = await makeCustomer();
    const first = (await exportContact(member, { contactId, format: "json" })).pieces;
    await first.next();
    const second = exportContact(member, { contactId, format: "csv" });
    await expect(second).rejects.toMatchObject({ code: "too_many_attempts" });
    await first.return(undefined);
    await collect((await exportContact(member, { contactId, format: "csv" })).pieces);
  });

  test("as CSV lets no spreadsheet run a customer's words", async () => {
    const { member, conversation, contactId } = await makeCustomer();
    await makeMessage(conversation, { text: '=HYPERLINK("https://evil.example","klick")' });
    const text = await collect((await exportContact(member, { contactId, format: "csv" })).pieces);
    expect(text).toContain(`"'=HYPERLINK(""https://evil.example"",""klick"")"`);
    for (const start of ["=", "+", "-", "@", "\t", "\r"]) expect(csvRow([`${start}1`])).toBe(`"'${start}1"\r\n`);
    expect(csvRow(["a;=1", "b\n @2", "c; d\n-", "e-f; 1+1"])).toBe(`"a;'=1","b\n' @2","c; d\n'-","e-f; 1+1"\r\n`);
    expect(csvRow(['a"b', "c,d\n"])).toBe('"a""b","c,d\n"\r\n');
  });
});

async function collect(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}
