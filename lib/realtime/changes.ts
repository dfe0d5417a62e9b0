import { and, eq, gte, isNull, or, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { changes } from "#db/schema/index.ts";
import { AppError } from "#lib/errors.ts";

/** Further behind than this, a fresh start is cheaper than catching up. */
export const MAX_BEHIND = 1_000;
const KEPT_HOURS = 24;

export type ChangedIds = { cursor: string; reset: boolean; conversationIds: string[]; messageIds: string[] };

/**
 * A cursor is the oldest transaction that may still commit: everything it or a later one writes is yet to be seen.
 * Take it before reading the data it stands for.
 */
export async function currentCursor(): Promise<string> {
  const [row] = await db.execute<{ cursor: string }>(
    sql`select pg_snapshot_xmin(pg_current_snapshot())::text as cursor`,
  );
  return row?.cursor ?? "0";
}

/**
 * The ids of what changed since `cursor`, and the next cursor. Rows newer than the next cursor are given as well, and
 * given again next time: nobody waits for a stranger's long transaction, and merging by version makes a repeat harmless.
 */
export async function listChangesSince(workspaceId: string, memberId: string, cursor: string): Promise<ChangedIds> {
  if (!/^\d{1,20}$/.test(cursor)) throw new AppError("invalid_input", "The cursor is not one of ours.");
  const next = await currentCursor();
  if (await isForgotten(cursor)) return { cursor: next, reset: true, conversationIds: [], messageIds: [] };

  const rows = await db
    .selectDistinct({ conversationId: changes.conversationId, messageId: changes.messageId })
    .from(changes)
    .where(
      and(
        eq(changes.workspaceId, workspaceId),
        gte(changes.xid, sql`${cursor}::xid8`),
        or(isNull(changes.memberId), eq(changes.memberId, memberId)),
      ),
    )
    .limit(MAX_BEHIND + 1);
  if (rows.length > MAX_BEHIND) return { cursor: next, reset: true, conversationIds: [], messageIds: [] };

  return {
    cursor: next,
    reset: false,
    conversationIds: distinct(rows.map((row) => row.conversationId)),
    messageIds: distinct(rows.map((row) => row.messageId)),
  };
}

/** Drops old rows and remembers how far, so that a browser from before then starts afresh instead of missing them. */
export async function forgetOldChanges(): Promise<void> {
  await db.execute(sql`
    with forgotten as (
      delete from changes where at < now() - make_interval(hours => ${KEPT_HOURS}) returning xid
    )
    insert into installation_facts (name, value)
    select 'changes_forgotten_through', max(xid)::text from forgotten having count(*) > 0
    on conflict (name) do update set value = excluded.value`);
}

/** True when rows after the cursor may be gone already, or the cursor is of another database. */
async function isForgotten(cursor: string): Promise<boolean> {
  const [row] = await db.execute<{ forgotten: boolean }>(sql`
    select ${cursor}::xid8 > pg_snapshot_xmax(pg_current_snapshot())
      or ${cursor}::xid8 <= coalesce(
        (select value::xid8 from installation_facts where name = 'changes_forgotten_through'), '0'::xid8) as forgotten`);
  return row?.forgotten ?? true;
}

function distinct(ids: (string | null)[]): string[] {
  return [...new Set(ids)].filter((id) => id !== null);
}
