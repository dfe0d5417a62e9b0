import { type AnyColumn, inArray, type SQL } from "drizzle-orm";

/** The Instagram accounts somebody may see; null, or nothing said as by programs, means all of the workspace's. */
export type Reach = { workspaceId: string; accountIds?: readonly string[] | null };

/**
 * For the `where` of everything that belongs to an account, beside the workspace. What is out of reach is not found: the two
 * must not be told apart. `column` holds the account's id.
 */
export function withinReach({ accountIds }: Reach, column: AnyColumn): SQL | undefined {
  return accountIds ? inArray(column, [...accountIds]) : undefined;
}

/** The same for an account that is known already. */
export function canReach({ accountIds }: Reach, instagramAccountId: string): boolean {
  return !accountIds || accountIds.includes(instagramAccountId);
}
