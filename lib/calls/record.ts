import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { instagramCalls } from "#db/schema/index.ts";
import { type ObservedCall, observeCalls } from "#lib/instagram/observe.ts";
import type { Usage } from "#lib/instagram/usage.ts";
import { createRowLog } from "#lib/row-log.ts";
import { findOwner } from "./owners.ts";
import { createUsageKeeper } from "./usage.ts";

const KEPT_DAYS = 30;
const ROWS_PER_SWEEP = 20_000;
const KEEP_EVERY_MS = 1_000;

type Row = typeof instagramCalls.$inferInsert;

/**
 * Keeps a row of every call this process makes to Instagram, and on the account what the answers say of its limits. Resolves the
 * returned function once what waits is written.
 */
export function startCallLog(): () => Promise<void> {
  const keeper = createUsageKeeper();
  const rows = createRowLog<Row>((some) => db.insert(instagramCalls).values(some), "calls to Instagram not logged");
  observeCalls((call) => {
    const row = rowOf(call);
    rows.add(row);
    if (row.instagramAccountId && saysAnything(call.usage)) keeper.note(row.instagramAccountId, call.usage);
  });
  const timer = setInterval(() => keeper.write(false), KEEP_EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    observeCalls(null);
    await keeper.write(true);
    await rows.end();
  };
}

function saysAnything(usage: Usage | null): usage is Usage {
  return usage !== null && Object.values(usage).some((value) => value !== null);
}

function rowOf({ startedAt, tokenHash, key, usage: _, ...call }: ObservedCall): Row {
  return { ...call, at: startedAt, error: key, instagramAccountId: tokenHash === null ? null : findOwner(tokenHash) };
}

export async function forgetOldCalls(): Promise<void> {
  await db.execute(sql`
    delete from instagram_calls where id in (
      select id from instagram_calls where at < now() - make_interval(days => ${KEPT_DAYS}) order by at limit ${ROWS_PER_SWEEP})`);
}
