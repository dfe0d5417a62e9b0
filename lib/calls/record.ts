import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { instagramCalls } from "#db/schema/index.ts";
import { type ObservedCall, observeCalls } from "#lib/instagram/observe.ts";
import type { Usage } from "#lib/instagram/usage.ts";
import { log } from "#lib/log.ts";
import { findOwner } from "./owners.ts";
import { createUsageKeeper } from "./usage.ts";

const WRITE_EVERY_MS = 1_000;
const ROWS_PER_WRITE = 500;
/** What the database cannot take in time is dropped, and counted: a log must never hold up what it speaks of. */
const MAX_WAITING = 5_000;
const KEPT_DAYS = 30;
const ROWS_PER_SWEEP = 20_000;

type Row = typeof instagramCalls.$inferInsert;

/**
 * Keeps a row of every call this process makes to Instagram, and on the account what the answers say of its limits. Resolves the
 * returned function once what waits is written.
 */
export function startCallLog(): () => Promise<void> {
  const waiting: Row[] = [];
  const keeper = createUsageKeeper();
  let dropped = 0;
  let writing: Promise<void> | undefined;

  observeCalls((call) => {
    const row = rowOf(call);
    if (waiting.length >= MAX_WAITING) dropped++;
    else waiting.push(row);
    if (row.instagramAccountId && saysAnything(call.usage)) keeper.note(row.instagramAccountId, call.usage);
  });

  async function writeAll(isLast: boolean): Promise<void> {
    await keeper.write(isLast);
    while (waiting.length > 0) await write(waiting.splice(0, ROWS_PER_WRITE));
    if (dropped > 0) log.warn({ dropped }, "calls to Instagram not logged");
    dropped = 0;
  }
  function flush(isLast = false): Promise<void> {
    writing ??= writeAll(isLast).finally(() => {
      writing = undefined;
    });
    return writing;
  }

  const timer = setInterval(() => flush(), WRITE_EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    observeCalls(null);
    await flush();
    await flush(true);
  };
}

function saysAnything(usage: Usage | null): usage is Usage {
  return usage !== null && Object.values(usage).some((value) => value !== null);
}

function rowOf({ startedAt, tokenHash, key, usage: _, ...call }: ObservedCall): Row {
  return { ...call, at: startedAt, error: key, instagramAccountId: tokenHash === null ? null : findOwner(tokenHash) };
}

async function write(rows: Row[]): Promise<void> {
  try {
    await db.insert(instagramCalls).values(rows);
  } catch (error) {
    log.warn({ error, dropped: rows.length }, "calls to Instagram not logged");
  }
}

export async function forgetOldCalls(): Promise<void> {
  await db.execute(sql`
    delete from instagram_calls where id in (
      select id from instagram_calls where at < now() - make_interval(days => ${KEPT_DAYS}) order by at limit ${ROWS_PER_SWEEP})`);
}
