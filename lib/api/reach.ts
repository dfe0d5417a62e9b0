import { z } from "zod";
import { listAccountsShown } from "#lib/inbox/accounts-shown.ts";

/** How much of the workspace an answer speaks for. Everything is read from our own database, so no account can fail. */
export const reachShape = z.object({
  accountsQueried: z.int(),
  accountsFailed: z.int(),
  failedAccounts: z.array(z.never()),
  lastUpdated: z.string(),
  accountsSkipped: z.array(z.never()),
});

export async function describeReach(
  owner: { workspaceId: string },
  accountId?: string,
): Promise<z.input<typeof reachShape>> {
  const accounts = await listAccountsShown(owner);
  return {
    accountsQueried: accounts.filter(({ id }) => !accountId || id === accountId).length,
    accountsFailed: 0,
    failedAccounts: [],
    lastUpdated: new Date().toISOString(),
    accountsSkipped: [],
  };
}
