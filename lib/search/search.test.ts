import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { contacts, messages, notes, searchEntries } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { search } from "./entries.ts";
import { searchConversation } from "./search-conversation.ts";
import { searchConversations } from "./search-conversations.ts";
import { searchInbox } from "./search-inbox.ts";

async function makeInbox() {
  const member = await makeMember();
  const account = await makeAccount({ workspaceId: member.workspaceId });
  const conversation = await makeConversation(account);
  return { member, account, conversation };
}

async function named(account: Awaited<ReturnType<typeof makeAccount>>, name: string | null, username?: string) {
  const conversation = await makeConversation(account);
  await db
    .update(contacts)
    .set({ name, ...(username ? { username } : {}) })
    .where(eq(contacts.id, conversation.contactId));
  return conversation;
}

const textsOf = async (member: Member, query: string) =>
  (await searchInbox(member, { query })).hits.map(({ segments }) => segments.map(({ text }) => text).join(""));
const peopleOf = async (member: Member, query: string) =>
  (await searchInbox(member, { query })).people.map(({ contact }) => contact.name);

describe("messages", () => {
  test.each([
    ["versand", "Kommt das per Expressversand?"],
    ["mueller", "Grüsse an Frau Müller"],
    ["Müller", "Frau Mueller war da"],
    ["muller", "Frau MÜLLER hat bezahlt"],
    ["grösse strasse", "Welche Größe? In der Bahnhofstraße 3"],
    ["🙏", "Danke dir 🙏"],
    ["👍", "passt 👍🏽"],
    ["20418", "Bestellung #20418 bitte"],
    ["ok", "Ist ok so"],
    ['"bis samstag"', "Dann bis Samstag!"],
    ["jana@example.ch", "jana@example.ch"],
    ["привет", "Привет! Как дела?"],
    ["日本", "こんにちは日本の皆さん"],
  ])("%s finds “%s”", async (query, text) => {
    const { member, conversation } = await makeInbox();
    await makeMessage(conversation, { text });
    await makeMessage(conversation, { text: "Etwas ganz anderes" });
    expect(await textsOf(member, query)).toEqual([text]);
  });

  test.each([["rso"], ["versand zahlung"], ['"samstag bis"'], ["zzzz"], ["👎"]])("%s finds nothing", async (query) => {
    const { member, conversation } = await makeInbox();
    await makeMessage(conversation, { text: "Versand 👍 dann bis Samstag" });
    expect(await textsOf(member, query)).toEqual([]);
  });

  test("the newest come first, page by page, none twice and none left out", async () => {
    const { member, conversation } = await makeInbox();
    const at = (minutes: number) => new Date(Date.UTC(2026, 10, 1, 12, Math.floor(minutes / 2)));
    for (let index = 0; index < 47; index++) {
      await makeMessage(conversation, { text: `Lieferung ${index}`, occurredAt: at(index) });
    }
    const seen: string[] = [];
    let before: { at: string; id: string } | undefined;
    for (let page = 0; page < 3; page++) {
      const { hits, next } = await searchInbox(member, { query: "lieferung", before });
      seen.push(...hits.map(({ id }) => id));
      expect(hits.map((hit) => hit.at)).toEqual([...hits.map((hit) => hit.at)].sort().reverse());
      before = next ?? undefined;
    }
    expect(before).toBeUndefined();
    expect(new Set(seen).size).toBe(47);
  });

  test("an edited one is found by what it says now, an unsent one not at all", async () => {
    const { member, conversation } = await makeInbox();
    const edited = await makeMessage(conversation, { text: "Der alte Wortlaut" });
    const unsent = await makeMessage(conversation, { text: "Das Geheimnis" });
    await db.update(messages).set({ text: "Die neue Fassung" }).where(eq(messages.id, edited.id));
    await db.update(messages).set({ text: null, deletedAt: new Date() }).where(eq(messages.id, unsent.id));
    expect(await textsOf(member, "wortlaut")).toEqual([]);
    expect(await textsOf(member, "fassung")).toEqual(["Die neue Fassung"]);
    expect(await textsOf(member, "geheimnis")).toEqual([]);
    await db.delete(messages).where(eq(messages.id, edited.id));
    expect(await db.select().from(searchEntries).where(eq(searchEntries.workspaceId, member.workspaceId))).toEqual([]);
  });

  test("what changes about a message but its words leaves its entry alone", async () => {
    const { conversation } = await makeInbox();
    const { id } = await makeMessage(conversation, { text: "Bleibt so" });
    const entry = () => db.select().from(searchEntries).where(eq(searchEntries.id, id));
    const before = await entry();
    await db.update(messages).set({ reactions: [] }).where(eq(messages.id, id));
    expect(await entry()).toEqual(before);
  });

  test("a hit says who said it, in which conversation and on which account", async () => {
    const { member, account } = await makeInbox();
    const conversation = await named(account, "Lena Wirth", "lena.w");
    const { id } = await makeMessage(conversation, {
      text: "Wir haben <b>drei</b> Tische",
      direction: "outbound",
      origin: "antwort",
      status: "sent",
      sentBy: member.id,
    });
    const { hits } = await searchInbox(member, { query: "tisch" });
    expect(hits).toMatchObject([
      {
        id,
        kind: "message",
        direction: "outbound",
        author: member.name,
        conversationId: conversation.id,
        accountUsername: account.username,
        contact: { name: "Lena Wirth", username: "lena.w" },
        segments: [
          { text: "Wir haben <b>drei</b> ", isHit: false },
          { text: "Tisch", isHit: true },
          { text: "e", isHit: false },
        ],
      },
    ]);
  });
});

test("notes are found until they are deleted, and so is what the staff wrote about a person", async () => {
  const { member, conversation } = await makeInbox();
  const { workspaceId } = member;
  const [note] = await db
    .insert(notes)
    .values({ workspaceId, conversationId: conversation.id, authorId: member.id, text: "Kulanz besprechen" })
    .returning();
  await db
    .update(contacts)
    .set({ notes: "Stammkundin, Kulanz möglich" })
    .where(eq(contacts.id, conversation.contactId));
  const found = (await searchInbox(member, { query: "kulanz" })).hits;
  expect(found.map(({ kind, conversationId }) => [kind, conversationId])).toEqual([
    ["contact", conversation.id],
    ["note", conversation.id],
  ]);
  expect(found[1]?.author).toBe(member.name);
  await db
    .update(notes)
    .set({ deletedAt: new Date() })
    .where(eq(notes.id, note?.id ?? ""));
  await db.update(contacts).set({ notes: null }).where(eq(contacts.id, conversation.contactId));
  expect(await textsOf(member, "kulanz")).toEqual([]);
});

describe("people", () => {
  test("are found by name and handle, umlauts and slips of the pen included", async () => {
    const { member, account } = await makeInbox();
    for (const name of ["Anna Müller", "Hannah Frei", "Oskar Schäfer", "Selin Yıldız"]) await named(account, name);
    await named(account, null, "brass.moon_42");
    expect(await peopleOf(member, "mueller")).toEqual(["Anna Müller"]);
    expect(await peopleOf(member, "mülelr")).toEqual(["Anna Müller"]);
    expect(await peopleOf(member, "ana muller")).toEqual(["Anna Müller"]);
    expect(await peopleOf(member, "schefer")).toEqual(["Oskar Schäfer"]);
    expect(await peopleOf(member, "yildiz")).toEqual(["Selin Yıldız"]);
    expect(await peopleOf(member, "brass.moon")).toEqual([null]);
    expect(await peopleOf(member, "@brass")).toEqual([null]);
    expect(await peopleOf(member, "xaver")).toEqual([]);
  });

  test("whose name begins so come before those in whom it is a part", async () => {
    const { member, account } = await makeInbox();
    for (const name of ["Johanna Ott", "Eva Anna Roth", "Anna Frei"]) await named(account, name);
    expect(await peopleOf(member, "anna")).toEqual(["Anna Frei", "Eva Anna Roth", "Johanna Ott"]);
    expect(await peopleOf(member, "an")).toEqual(["Anna Frei", "Eva Anna Roth"]);
  });
});

describe("somebody else's", () => {
  test("words and people are not found, nor those of accounts out of a member's reach", async () => {
    const { member, account, conversation } = await makeInbox();
    const other = await makeAccount({ workspaceId: member.workspaceId });
    const hidden = await named(other, "Frieda Verborgen");
    await makeMessage(conversation, { text: "Regalbrett eins" });
    await makeMessage(hidden, { text: "Regalbrett zwei" });
    const agent = { ...member, role: "agent" as const, accountIds: [account.id] };
    expect(await textsOf(agent, "regalbrett")).toEqual(["Regalbrett eins"]);
    expect(await peopleOf(agent, "frieda")).toEqual([]);
    expect(await searchConversations(agent, { query: "frieda" })).toEqual([]);
    expect((await searchConversations(member, { query: "frieda" })).length).toBe(1);
    expect((await textsOf(member, "regalbrett")).length).toBe(2);
    expect(await textsOf({ ...member, accountIds: [] }, "regalbrett")).toEqual([]);

    const stranger = await makeMember();
    expect(await searchInbox(stranger, { query: "regalbrett" })).toEqual({ people: [], hits: [], next: null });
    await expect(searchConversation(stranger, { conversationId: hidden.id, query: "regal" })).rejects.toThrow("exist");
    await expect(searchConversation(agent, { conversationId: hidden.id, query: "regal" })).rejects.toThrow("exist");
  });

  test("account is left out where some are in reach, and those that are give their newest together, page by page", async () => {
    const member = await makeMember();
    const places = await Promise.all(
      [1, 2, 3].map(async () => makeConversation(await makeAccount({ workspaceId: member.workspaceId }))),
    );
    for (let index = 0; index < 45; index++) {
      const place = places[index % 3] as (typeof places)[number];
      await makeMessage(place, { text: `Furnier ${index}`, occurredAt: new Date(Date.UTC(2026, 10, 1, 12, index)) });
    }
    const agent = { ...member, accountIds: places.slice(0, 2).map(({ instagramAccountId }) => instagramAccountId) };
    const first = await searchInbox(agent, { query: "furnier" });
    const second = await searchInbox(agent, { query: "furnier", before: first.next ?? undefined });
    const seen = [...first.hits, ...second.hits].map(({ segments }) => segments.map(({ text }) => text).join(""));
    const reached = Array.from({ length: 45 }, (_, index) => index).filter((index) => index % 3 < 2);
    expect(seen).toEqual(reached.reverse().map((index) => `Furnier ${index}`));
    expect(second.next).toBeNull();
    const hidden = { query: "furnier", accountId: places[2]?.instagramAccountId };
    expect((await searchInbox(agent, hidden)).hits).toEqual([]);
    expect(await searchConversations(agent, hidden)).toEqual([]);
  });

  test("account can be left out by naming one", async () => {
    const { member, account, conversation } = await makeInbox();
    const other = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
    await makeMessage(conversation, { text: "Schubladenknauf" });
    await makeMessage(other, { text: "Schubladenknauf" });
    expect((await searchInbox(member, { query: "knauf", accountId: account.id })).hits).toHaveLength(1);
  });
});

test("within one conversation every hit is named, newest first", async () => {
  const { member, conversation } = await makeInbox();
  const other = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
  const old = await makeMessage(conversation, { text: "Kerze", occurredAt: new Date("2026-01-01") });
  const young = await makeMessage(conversation, { text: "Kerzenständer", occurredAt: new Date("2026-03-01") });
  await makeMessage(conversation, { text: "Lampe" });
  await makeMessage(other, { text: "Kerze" });
  const hits = await searchConversation(member, { conversationId: conversation.id, query: "kerze" });
  expect(hits.map(({ id }) => id)).toEqual([young.id, old.id]);
  const [note] = await db
    .insert(notes)
    .values({
      workspaceId: member.workspaceId,
      conversationId: conversation.id,
      authorId: member.id,
      text: "Kerze liegt bereit",
      createdAt: new Date("2026-02-01"),
    })
    .returning();
  const withNote = await searchConversation(member, { conversationId: conversation.id, query: "kerze" });
  expect(withNote.map(({ id, kind, messageId }) => [id, kind, messageId])).toEqual([
    [young.id, "message", young.id],
    [note?.id, "note", old.id],
    [old.id, "message", old.id],
  ]);
  expect(await searchConversation(member, { conversationId: conversation.id, query: "…" })).toEqual([]);
});

test.each([
  "' OR 1=1 --",
  '";--',
  "'; select pg_sleep(5); --",
  "%",
  "_____",
  "\\",
  "!!&(|",
  "(a+)+$",
  "\u0000",
  "\ud800x",
  "a ".repeat(100),
  "<script>alert(1)</script>",
])("hostile %j does no harm and takes no time", async (query) => {
  const { member, conversation } = await makeInbox();
  await makeMessage(conversation, { text: "Harmlos" });
  const startedAt = performance.now();
  const { hits, people } = await searchInbox(member, { query });
  expect([hits, people]).toEqual([[], []]);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test("a search that takes too long is broken off", async () => {
  const startedAt = performance.now();
  await expect(search((tx) => tx.execute(sql`select pg_sleep(20)`))).rejects.toThrow();
  expect(performance.now() - startedAt).toBeLessThan(4_500);
});

test("what can be found is what a fresh look at all texts would make of it", async () => {
  const [row] = await db.execute<{ strays: number }>(sql`
    with fresh as (
      select id, search_words(text) as words, occurred_at as at from messages
      union all select id, search_words(case when deleted_at is null then text end), created_at from notes
      union all select id, search_words(notes), null from contacts
    )
    select count(*)::int as strays from fresh full join search_entries as kept using (id)
    where fresh.words is distinct from kept.words or fresh.at <> kept.at`);
  expect(row?.strays).toBe(0);
});
