import { eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { instagramAccounts } from "#db/schema/index.ts";
import { beginConnection, completeConnection } from "#lib/accounts/connect.ts";
import type { Member } from "#lib/members/member.ts";
import { control, decide } from "./simulator.ts";
import { makeVisitor } from "./visitor.ts";

/**
 * An admin with a freshly connected account, through the whole OAuth flow. Whoever held the account before has let it go; for a
 * member who has it, it is connected again. `account` is the name of one of the simulator's.
 */
export async function connectThroughSimulator(holder?: Member, account = "brassmoonstudio") {
  if (!holder) {
    await db
      .update(instagramAccounts)
      .set({ disconnectedAt: new Date(), tokenCiphertext: null })
      .where(eq(instagramAccounts.username, account));
  }
  const visitor = await makeVisitor("admin", holder?.workspaceId);
  const { code, state, error } = await decide(await beginConnection(visitor), { account });
  await completeConnection(visitor, { code, state, error });
  await control("DELETE", "/calls");
  return { member: visitor.member };
}
