import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { conversationScans, reconciliations } from "#db/schema/index.ts";
import { queueHistory, queueReconciliation } from "#lib/account-reads.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { getCompleteness } from "./completeness.ts";
import { listAccounts } from "./queries.ts";

test("an account says how deep its history goes, when it was compared with Instagram and what that found", async () => {
  const account = await makeAccount();
  const member = await makeMember({ workspaceId: account.workspaceId });
  expect((await listAccounts(member))[0]?.completeness).toBeNull();

  await queueHistory(db, account.id);
  await scan(account.id, "first", { hasOlder: true });
  expect(await getCompleteness(account.id)).toMatchObject({ conversations: 1, importFinishedAt: null });

  const own = eq(reconciliations.instagramAccountId, account.id);
  await db.update(reconciliations).set({ importFinishedAt: sql`now()`, checkedAt: sql`now()` }).where(own);
  await scan(account.id, "began later", { failures: 1, firstScannedAt: new Date(Date.now() + 60_000) });
  const conversation = await makeConversation(account);
  for (const origin of ["imported", "imported", "recovered", "customer"] as const) {
    await makeMessage(conversation, { origin });
  }
  await makeMessage(await makeConversation(await makeAccount()), { origin: "recovered" });

  const [listed] = await listAccounts(member);
  expect(listed?.completeness).toMatchObject({
    conversations: 1,
    longer: 1,
    unreadable: 1,
    imported: 2,
    recovered: 1,
    checkError: null,
  });
});

test("connecting anew after a disconnection begins a new history; two wishes to compare are one job", async () => {
  const { id } = await makeAccount();
  await queueHistory(db, id);
  const [before] = await db.select().from(reconciliations).where(eq(reconciliations.instagramAccountId, id));
  await db.update(reconciliations).set({ importFinishedAt: sql`now()`, walkCursor: "somewhere" });
  await queueHistory(db, id);
  await queueReconciliation(db, [id]);
  const [after] = await db.select().from(reconciliations).where(eq(reconciliations.instagramAccountId, id));
  expect(after).toMatchObject({ importFinishedAt: null, walkCursor: null });
  expect(after?.historyBefore.getTime()).toBeGreaterThan(before?.historyBefore.getTime() ?? Number.POSITIVE_INFINITY);

  const jobs = await db.execute(sql`select 1 from graphile_worker.jobs where key = ${`reconcile-account:${id}`}`);
  expect(jobs).toHaveLength(1);
});

async function scan(
  instagramAccountId: string,
  instagramId: string,
  values: Partial<typeof conversationScans.$inferInsert>,
): Promise<void> {
  await db.insert(conversationScans).values({ instagramAccountId, instagramId, ...values });
}
