import "#test/database.ts";
import { readFileSync } from "node:fs";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { comments, contacts, conversations, webhookDeliveries, webhookEvents } from "#db/schema/index.ts";
import { makeAccount } from "#test/factories.ts";
import { applyPending, commentOf, deliver } from "#test/webhooks.ts";
import { sweepInbox } from "./sweep.ts";

const LENA = { id: "1284407719365528", username: "lena.wirth.foto" };

test("comments and mentions are kept once, by whom Instagram says, and make nobody a customer", async () => {
  const account = await makeAccount();
  const comment = { id: "c1", parent_id: "c0", from: LENA, media: { id: "m1" }, text: "Price please" };
  for (let times = 0; times < 2; times++) {
    await deliver(commentOf(account.igId, comment));
    await deliver(commentOf(account.igId, { media_id: "m2", comment_id: "c2" }, "mentions"));
    await deliver(commentOf(account.igId, { id: "c3", from: { id: account.igId, username: "us" }, text: "Thanks" }));
  }
  expect(await kept(account.id)).toEqual([
    { key: "comment:comments:c1", igsid: LENA.id, byAccount: false, mediaId: "m1", text: "Price please" },
    { key: "comment:comments:c3", igsid: null, byAccount: true, mediaId: null, text: "Thanks" },
    { key: "comment:mentions:c2", igsid: null, byAccount: false, mediaId: "m2", text: null },
  ]);
  expect(await db.$count(contacts, eq(contacts.instagramAccountId, account.id))).toBe(0);
  expect(await db.$count(conversations, eq(conversations.instagramAccountId, account.id))).toBe(0);
});

test("they stay when their events go after thirty days, and a repeat after that is no second one", async () => {
  const account = await makeAccount();
  const body = commentOf(account.igId, { id: "c1", from: LENA, text: "Price please" });
  await deliver(body);
  await db.update(webhookDeliveries).set({ receivedAt: sql`now() - interval '31 days'` });
  await sweepInbox();
  expect(await db.$count(webhookEvents, eq(webhookEvents.igId, account.igId))).toBe(0);
  expect(await kept(account.id)).toHaveLength(1);
  await db.delete(webhookDeliveries);
  await deliver(body);
  expect(await kept(account.id)).toHaveLength(1);
});

test("those that came before they were kept are taken out of their events by the migration", async () => {
  const account = await makeAccount();
  await deliver(commentOf(account.igId, { id: "c1", from: LENA, text: "Price please" }));
  await db.delete(comments).where(eq(comments.instagramAccountId, account.id));
  await db
    .update(webhookEvents)
    .set({ state: "ignored", reason: "comment_kept" })
    .where(eq(webhookEvents.igId, account.igId));
  const migration = readFileSync("db/migrations/0025_kept_comments.sql", "utf8");
  await db.execute(sql.raw(migration.split("--> statement-breakpoint").at(-1) ?? ""));
  await applyPending();
  expect(await kept(account.id)).toMatchObject([{ igsid: LENA.id, text: "Price please" }]);
});

function kept(instagramAccountId: string) {
  const { key, igsid, byAccount, mediaId, text } = comments;
  return db
    .select({ key, igsid, byAccount, mediaId, text })
    .from(comments)
    .where(eq(comments.instagramAccountId, instagramAccountId))
    .orderBy(key);
}
