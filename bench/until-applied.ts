import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "#db/connect.ts";
import type { Installation } from "./installation.ts";

const LOOK_EVERY_MS = 100;

/** Waits until every event that was taken in is applied, or time is up, and answers how many are not. */
export async function untilApplied({ databaseUrl }: Installation, limitMs: number): Promise<number> {
  const deadline = performance.now() + limitMs;
  for (let left = await countPending(databaseUrl); ; left = await countPending(databaseUrl)) {
    if (left === 0 || performance.now() > deadline) return left;
    await sleep(LOOK_EVERY_MS);
  }
}

export async function countPending(databaseUrl: string): Promise<number> {
  const sql = connect(databaseUrl, { max: 1 });
  try {
    const [row] = await sql`select count(*)::int as count from webhook_events where state = 'pending'`;
    return Number(row?.count);
  } finally {
    await sql.end();
  }
}
