import { inArray } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { instagramAccounts } from "#db/schema/index.ts";

export type ToldAccount = Awaited<ReturnType<typeof select>>[number];

/** Accounts with what is told of them, by id, as they are in this transaction. */
export async function loadAccounts(
  tx: Tx | Database,
  facts: { instagramAccountId: string }[],
): Promise<Map<string, ToldAccount>> {
  if (facts.length === 0) return new Map();
  const rows = await select(
    tx,
    facts.map(({ instagramAccountId }) => instagramAccountId),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function select(tx: Tx | Database, ids: string[]) {
  const { id, username, name } = instagramAccounts;
  return tx.select({ id, username, name }).from(instagramAccounts).where(inArray(id, ids));
}
