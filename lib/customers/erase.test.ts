import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import {
  contacts,
  drafts,
  erasures,
  instagramAccounts,
  messages,
  notes,
  oauthStates,
  outgoingEvents,
  uploads,
  webhookEvents,
} from "#db/schema/index.ts";
import { cacheKey } from "#lib/media/cache-key.ts";
import { makeAccount, makeMember } from "#test/factories.ts";
import { jobsNamed } from "#test/jobs.ts";
import { applyPending, bodyOf, commentOf, deliver, take, wire } from "#test/webhooks.ts";
import { findDeletion, recordDeletionRequest } from "./deletion-request.ts";
import { eraseContact } from "./erase.ts";
import { runErasure } from "./run-erasure.ts";

const CANARY = "TXT_CANARY";
let count = 0;

/** A customer with everything a customer can leave behind, next to one who stays. */
async function makeCustomer() {
  const member = await makeMember();
  const account = await makeAccount({ workspaceId: member.workspaceId, appScopedId: `2600${++count}${Date.now()}` });
  const igsid = `9${String(Date.now()).slice(-9)}${String(1000 + count)}`;
  const { message, edit, react, postback, raw } = wire(account.igId, igsid);
  const mid = `mid-${igsid}`;
  const bodies = [
    bodyOf(account.igId, [
      message(1, mid, `${CANARY} hello`, {
        attachments: [{ type: "image", payload: { url: `https://scontent.cdninstagram.com/${CANARY}.jpg` } }],
      }),
      wire(account.igId, "1000000000000001").message(1, `other-${account.igId}`, "of somebody else"),
    ]),
    bodyOf(account.igId, [edit(2, mid, `${CANARY} hello there`, 1), react(3, mid, "❤")]),
    bodyOf(account.igId, [postback(4, `${mid}-tap`, `${CANARY} tap`), react(5, `${mid}-missing`, "❤")]),
    bodyOf(account.igId, [raw(6, { brand_new: { text: CANARY } })]),
    commentOf(account.igId, { id: `c-${igsid}`, from: { id: igsid, username: CANARY }, text: CANARY }),
    bodyOf(account.igId, [{ timestamp: Date.now(), message_edit: { mid, num_edit: 0 } }]),
  ];
  for (const body of bodies) await deliver(body);
  const [contact] = await db.select().from(contacts).where(eq(contacts.igsid, igsid));
  const [own] = await db.select().from(messages).where(eq(messages.mid, mid));
  if (!contact || !own) throw new Error("The customer did not come in.");
  const place = { workspaceId: member.workspaceId, conversationId: own.conversationId };
  await db
    .update(contacts)
    .set({ name: CANARY, notes: CANARY, fields: { size: CANARY } })
    .where(eq(contacts.id, contact.id));
  await db.insert(notes).values({ ...place, authorId: member.id, text: CANARY });
  await db.insert(drafts).values({ memberId: member.id, conversationId: own.conversationId, text: CANARY });
  const [sent] = await db
    .insert(outgoingEvents)
    .values({
      ...place,
      event: "message.received",
      key: mid,
      messageId: own.id,
      body: CANARY,
      instagramAccountId: account.id,
    })
    .returning();
  if (!sent) throw new Error("The event was not stored.");
  await db.insert(uploads).values({
    workspaceId: member.workspaceId,
    memberId: member.id,
    type: "image",
    mimeType: "image/jpeg",
    sizeBytes: 10,
    name: CANARY,
    storageKey: `key-${igsid}`,
    messageId: own.id,
  });
  return { member, account, contact, igsid, mid, bodies, conversationId: own.conversationId };
}

/** Every place in the database in which one of the words stands. */
async function traces(...words: string[]): Promise<string[]> {
  const tables = await db.execute<{ name: string }>(sql`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
    where schemaname = 'public' or schemaname like 'graphile%'`);
  const found: string[] = [];
  for (const { name } of tables) {
    for (const word of words) {
      const [row] = await db.execute<{ count: number }>(sql`
        select count(*)::int as count from ${sql.raw(name)} as t
        where position(${word} in t::text) > 0
          or position(encode(convert_to(${word}, 'UTF8'), 'hex') in t::text) > 0`);
      if (row?.count) found.push(`${name}: ${word}`);
    }
  }
  return found;
}

describe("erasing a customer", () => {
  test("leaves no trace of them, and everybody else as they were", async () => {
    const { member, account, contact, igsid, mid } = await makeCustomer();
    expect(await traces(CANARY, igsid, mid)).not.toEqual([]);
    const { code } = await eraseContact(member, { contactId: contact.id });
    // The job that deletes the files names their keys until it has run.
    await db.execute(sql`delete from graphile_worker._private_jobs`);
    expect(await traces(CANARY, igsid, mid)).toEqual([]);
    const others = await db
      .select()
      .from(messages)
      .where(eq(messages.mid, `other-${account.igId}`));
    expect(others.map(({ text }) => text)).toEqual(["of somebody else"]);
    expect(await findDeletion(code)).toMatchObject({ completedAt: expect.any(Date) });
  });

  test("is not undone by late deliveries, in the same bytes or other ones; what they write afterwards is new", async () => {
    const { member, account, contact, igsid, mid, bodies } = await makeCustomer();
    await eraseContact(member, { contactId: contact.id });
    await db.execute(sql`delete from graphile_worker._private_jobs`);
    const { message, edit, react } = wire(account.igId, igsid);
    for (const body of bodies) await deliver(body);
    await deliver(bodyOf(account.igId, [edit(2, mid, CANARY, 1), message(1, mid, CANARY), react(3, mid, "❤")]));
    await db.execute(sql`delete from graphile_worker._private_jobs`);
    expect(await traces(CANARY, igsid, mid)).toEqual([]);

    const later = wire(account.igId, igsid, Date.now() + 1_000);
    await deliver(bodyOf(account.igId, [later.message(1, `${mid}-new`, "I am back")]));
    await deliver(bodyOf(account.igId, [message(1, mid, CANARY)]));
    const [back] = await db.select().from(contacts).where(eq(contacts.igsid, igsid));
    expect(back).toMatchObject({ name: null, notes: null });
    expect(await traces(CANARY)).toEqual([]);
  });

  test("is for admins, of their own workspace, and happens once", async () => {
    const { member, contact } = await makeCustomer();
    const agent = await makeMember({ workspaceId: member.workspaceId, role: "agent" });
    const erase = (by: typeof member) => eraseContact(by, { contactId: contact.id });
    await expect(erase(agent)).rejects.toMatchObject({ code: "forbidden" });
    await expect(erase(await makeMember())).rejects.toMatchObject({ code: "not_found" });
    await erase(member);
    await expect(erase(member)).rejects.toMatchObject({ code: "not_found" });
  });

  test("waits for a message that is just being sent, and then nothing is gone", async () => {
    const { member, contact, conversationId, igsid } = await makeCustomer();
    const [sending] = await db
      .insert(messages)
      .values({
        workspaceId: member.workspaceId,
        instagramAccountId: contact.instagramAccountId,
        conversationId,
        direction: "outbound",
        origin: "antwort",
        occurredAt: new Date(),
        status: "sending",
        text: "on its way",
      })
      .returning();
    await expect(eraseContact(member, { contactId: contact.id })).rejects.toMatchObject({ code: "conflict" });
    expect(await traces(igsid)).not.toEqual([]);
    await db.delete(messages).where(eq(messages.id, sending?.id ?? randomUUID()));
    await eraseContact(member, { contactId: contact.id });
  });
});

describe("a deletion that Meta asks for", () => {
  const request = (userId: string, signature = randomUUID()) => ({ userId, issuedAt: new Date(), signature });
  const job = async (code: string, targets: { contactIds?: string[]; instagramAccountIds?: string[] }) => {
    const [erasure] = await db.select().from(erasures).where(eq(erasures.confirmationCode, code));
    await runErasure({ erasureId: erasure?.id ?? "", contactIds: [], instagramAccountIds: [], ...targets });
  };

  test("of a customer erases them; the same request again is the same deletion", async () => {
    const { contact, igsid } = await makeCustomer();
    const asked = request(igsid);
    const { code } = await recordDeletionRequest(asked);
    expect(code).toMatch(/^[0-9A-Z]+$/);
    expect(await findDeletion(code)).toMatchObject({ completedAt: null });
    await job(code, { contactIds: [contact.id] });
    await job(code, { contactIds: [contact.id] });
    expect(await findDeletion(code)).toMatchObject({ completedAt: expect.any(Date) });
    expect(await recordDeletionRequest(asked)).toEqual({ code });
    expect(await db.select().from(contacts).where(eq(contacts.igsid, igsid))).toEqual([]);
  });

  test("of an account, by either id, erases it with all its customers", async () => {
    const { account, igsid, mid } = await makeCustomer();
    const pictureUrl = "https://scontent.cdninstagram.com/account.jpg";
    await db.update(instagramAccounts).set({ pictureUrl }).where(eq(instagramAccounts.id, account.id));
    await db.insert(oauthStates).values({
      stateHash: randomUUID(),
      workspaceId: account.workspaceId,
      expiresAt: new Date(),
      outcome: "connected",
      outcomeUsername: account.username,
    });
    const { code } = await recordDeletionRequest(request(account.appScopedId ?? ""));
    await job(code, { instagramAccountIds: [account.id] });
    expect(await jobsNamed("forget-files")).toContainEqual({ stored: [], cached: [cacheKey(pictureUrl, "picture")] });
    await db.execute(sql`delete from graphile_worker._private_jobs`);
    expect(await traces(CANARY, igsid, mid, account.igId, account.username)).toEqual([]);
  });

  test("of nobody we know is done at once; an account connected since is not meant", async () => {
    const { account } = await makeCustomer();
    const { code } = await recordDeletionRequest(request("4711"));
    expect(await findDeletion(code)).toMatchObject({ completedAt: expect.any(Date) });
    const old = { ...request(account.igId), issuedAt: new Date(Date.now() - 3_600_000) };
    expect(await findDeletion((await recordDeletionRequest(old)).code)).toMatchObject({
      completedAt: expect.any(Date),
    });
    expect(await db.select().from(instagramAccounts).where(eq(instagramAccounts.id, account.id))).toHaveLength(1);
    expect(await findDeletion("nonsense")).toBeNull();
  });
});

test("events that wait for an erased person's message are forgotten with them", async () => {
  const { member, contact, igsid } = await makeCustomer();
  const waiting = () => db.select().from(webhookEvents).where(eq(webhookEvents.state, "waiting"));
  expect((await waiting()).some(({ lane }) => lane.includes(igsid))).toBe(true);
  await eraseContact(member, { contactId: contact.id });
  await applyPending();
  expect((await waiting()).some(({ lane }) => lane.includes(igsid))).toBe(false);
});

test("what has come since another workspace connected the account is that one's and stays, of the customer and of the account", async () => {
  const { member, account, contact, igsid, mid } = await makeCustomer();
  const disconnectedAt = sql`now()`;
  await db.update(instagramAccounts).set({ disconnectedAt }).where(eq(instagramAccounts.id, account.id));
  const theirs = await makeAccount({ igId: account.igId });
  const { message, react } = wire(account.igId, igsid, Date.now());
  await deliver(bodyOf(account.igId, [react(1, `theirs-${igsid}`, "🙌")]));
  await take(bodyOf(account.igId, [message(0, `theirs-${igsid}`, "Hello, you two")]));

  await eraseContact(member, { contactId: contact.id });
  const { code } = await recordDeletionRequest({ userId: account.igId, issuedAt: new Date(), signature: randomUUID() });
  const [erasure] = await db.select().from(erasures).where(eq(erasures.confirmationCode, code));
  await runErasure({ erasureId: erasure?.id ?? "", contactIds: [], instagramAccountIds: [account.id] });
  await applyPending();
  const [kept] = await db.select().from(messages).where(eq(messages.instagramAccountId, theirs.id));
  expect(kept).toMatchObject({ text: "Hello, you two", reactions: [{ emoji: "🙌" }] });
  await db.execute(sql`delete from graphile_worker._private_jobs`);
  expect(await traces(mid)).toEqual([]);
});
