import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { comments } from "#db/schema/index.ts";
import { makeAccount, makeMember } from "#test/factories.ts";
import { commentOf, deliver } from "#test/webhooks.ts";
import { listAccounts } from "./queries.ts";

test("an account tells of the comments and mentions of others in the last thirty days, and of no other account's", async () => {
  const [account, other] = [await makeAccount(), await makeAccount()];
  const member = await makeMember({ workspaceId: account.workspaceId });
  const said = async () => (await listAccounts(member))[0]?.said;
  expect(await said()).toEqual({ comments: 0, mentions: 0, lastAt: null });

  const lena = { id: "1284407719365528", username: "lena.wirth.foto" };
  await deliver(commentOf(account.igId, { id: "c1", from: lena, text: "Price please" }));
  await deliver(commentOf(account.igId, { id: "c2", from: { id: account.igId, username: "us" }, text: "Thanks" }));
  await deliver(commentOf(account.igId, { id: "c3", from: lena, text: "Long ago" }));
  await deliver(commentOf(account.igId, { media_id: "m1", comment_id: "c4" }, "mentions"));
  await deliver(commentOf(other.igId, { media_id: "m2", comment_id: "c5" }, "mentions"));
  await db.update(comments).set({ occurredAt: sql`now() - interval '31 days'` }).where(eq(comments.text, "Long ago"));
  expect(await said()).toEqual({ comments: 1, mentions: 1, lastAt: expect.any(Date) });
});
