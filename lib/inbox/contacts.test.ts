import "#test/database.ts";
import "#test/simulator.ts";
import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { contacts, conversations, instagramAccounts } from "#db/schema/index.ts";
import { personName } from "#lib/format.ts";
import { connectThroughSimulator } from "#test/connect.ts";
import { makeConversation } from "#test/factories.ts";
import { calls, control } from "#test/simulator.ts";
import { refreshContact } from "./contacts.ts";
import { queueStaleProfiles } from "./stale-profiles.ts";

let account: typeof instagramAccounts.$inferSelect;

beforeEach(async () => {
  const { member } = await connectThroughSimulator();
  const [found] = await db
    .select()
    .from(instagramAccounts)
    .where(eq(instagramAccounts.workspaceId, member.workspaceId));
  account = found as typeof account;
});

async function meet(igsid: string) {
  const conversation = await makeConversation(account, { igsid });
  const at = { username: null, createdAt: new Date(Date.now() - 3_600_000) };
  await db.update(contacts).set(at).where(eq(contacts.id, conversation.contactId));
  return conversation;
}

const read = async (id: string) =>
  (await db.select().from(contacts).where(eq(contacts.id, id)))[0] as typeof contacts.$inferSelect;
const asked = async () =>
  (
    await db.execute<{ id: string }>(sql`
    select payload->>'contactId' as id from graphile_worker.jobs
    join graphile_worker._private_jobs using (id) where task_identifier = 'refresh-contact'`)
  ).map(({ id }) => id);

test("who wrote is known by name, handle and picture", async () => {
  const { igsid } = await control<{ igsid: string }>("POST", "/customers/lena.wirth.foto/messages", { text: "Hi" });
  const { contactId } = await meet(igsid);
  await refreshContact(contactId);
  const known = await read(contactId);
  expect(known).toMatchObject({ username: "lena.wirth.foto", profileError: null, profileFetchedAt: expect.any(Date) });
  expect(known.name).toBeTruthy();
  expect(known.pictureUrl).toMatch(/^http/);
});

test("who never wrote stays unknown: asked once, no name invented, and asked again when they write", async () => {
  const { igsid } = await control<{ igsid: string }>("POST", "/customers/tom_k_82/comments", { text: "Price?" });
  const conversation = await meet(igsid);
  await refreshContact(conversation.contactId);
  const unknown = await read(conversation.contactId);
  expect(unknown).toMatchObject({ name: null, username: null, profileError: "consent_required" });
  expect(personName(unknown)).toBe(`…${igsid.slice(-4)}`);

  await queueStaleProfiles();
  expect(await asked()).toEqual([]);
  const longAgo = new Date(Date.now() - 3_600_000);
  await db.update(contacts).set({ profileFetchedAt: longAgo }).where(eq(contacts.id, conversation.contactId));
  await db.update(conversations).set({ lastInboundAt: new Date() }).where(eq(conversations.id, conversation.id));
  await queueStaleProfiles();
  expect(await asked()).toEqual([conversation.contactId]);
});

test("an account that must not be called asks nothing and takes no note of it", async () => {
  const { contactId } = await meet("1405582093317746");
  const problem = { problem: "reconnect" as const, problemAt: new Date() };
  await db.update(instagramAccounts).set(problem).where(eq(instagramAccounts.id, account.id));
  await refreshContact(contactId);
  expect(await calls()).toEqual([]);
  expect(await read(contactId)).toMatchObject({ profileError: null, profileFetchedAt: null });
  await queueStaleProfiles();
  expect(await asked()).not.toContain(contactId);

  await db.update(instagramAccounts).set({ problem: null }).where(eq(instagramAccounts.id, account.id));
  await queueStaleProfiles();
  expect(await asked()).toContain(contactId);
});

test("only who writes and was looked up a week ago is looked up again", async () => {
  const days = (count: number) => new Date(Date.now() - count * 86_400_000);
  const [stale, fresh, silent, blocked] = await Promise.all(["111", "222", "333", "444"].map((igsid) => meet(igsid)));
  const set = (one: typeof stale, values: Partial<typeof contacts.$inferInsert>) =>
    db
      .update(contacts)
      .set(values)
      .where(eq(contacts.id, one?.contactId ?? ""));
  await set(stale, { profileFetchedAt: days(8) });
  await set(fresh, { profileFetchedAt: days(6) });
  await set(silent, { profileFetchedAt: days(30) });
  await set(blocked, { profileFetchedAt: days(30), blockedAt: days(1) });
  await db
    .update(conversations)
    .set({ lastInboundAt: days(3) })
    .where(eq(conversations.id, silent?.id ?? ""));
  await queueStaleProfiles();
  const ids = await asked();
  expect(ids).toContain(stale?.contactId);
  for (const one of [fresh, silent, blocked]) expect(ids).not.toContain(one?.contactId);
});
