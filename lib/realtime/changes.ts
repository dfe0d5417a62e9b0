import { notInArray, type SQL, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { type ChangeTopic, conversations } from "#db/schema/index.ts";
import { AppError } from "#lib/errors.ts";
import type { Reach } from "#lib/reach.ts";

/** Further behind than this, a fresh start is cheaper than catching up. */
const MAX_BEHIND = 1_000;
const KEPT_HOURS = 24;

export type ChangedIds = {
  cursor: string;
  reset: boolean;
  conversationIds: string[];
  messageIds: string[];
  noteIds: string[];
  eventIds: string[];
  topics: ChangeTopic[];
};

const NOTHING = { conversationIds: [], messageIds: [], noteIds: [], eventIds: [], topics: [] };

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
 * With `accountIds` nothing of other accounts' conversations is told, not even that there are any.
 */
export async function listChangesSince(
  workspaceId: string,
  memberId: string,
  cursor: string,
  accountIds: Reach["accountIds"] = null,
): Promise<ChangedIds> {
  if (!/^\d{1,20}$/.test(cursor)) throw new AppError("invalid_input", "The cursor is not one of ours.");
  const rows = await db.execute<ChangeRow>(sql`
    select position.cursor, position.forgotten, change.*
    from (
      select pg_snapshot_xmin(pg_current_snapshot())::text as cursor, ${isForgotten(cursor)} as forgotten
    ) as position
    left join lateral (
      select distinct conversation_id as "conversationId", message_id as "messageId", note_id as "noteId",
        event_id as "eventId", topic
      from changes
      where workspace_id = ${workspaceId} and xid >= ${cursor}::xid8 and not position.forgotten
        and (member_id is null or member_id = ${memberId}) ${accountIds ? withinAccounts(accountIds) : sql``}
      limit ${MAX_BEHIND + 1}
    ) as change on true`);
  const { cursor: next, forgotten } = rows[0] ?? { cursor: "0", forgotten: true };
  if (forgotten || rows.length > MAX_BEHIND) return { cursor: next, reset: true, ...NOTHING };

  return {
    cursor: next,
    reset: false,
    conversationIds: distinct(rows.map((row) => row.conversationId)),
    messageIds: distinct(rows.map((row) => row.messageId)),
    noteIds: distinct(rows.map((row) => row.noteId)),
    eventIds: distinct(rows.map((row) => row.eventId)),
    topics: distinct(rows.map((row) => row.topic)),
  };
}

type ChangeRow = {
  cursor: string;
  forgotten: boolean;
  conversationId: string | null;
  messageId: string | null;
  noteId: string | null;
  eventId: string | null;
  topic: ChangeTopic | null;
};

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

/** A conversation that was erased belongs to no account any more: whoever saw it is told that it is gone. */
function withinAccounts(accountIds: readonly string[]): SQL {
  const isHidden = notInArray(conversations.instagramAccountId, [...accountIds]);
  return sql`and not exists (
    select 1 from ${conversations} where ${conversations.id} = changes.conversation_id and ${isHidden})`;
}

/** True when rows after the cursor may be gone already, or the cursor is of another database. */
function isForgotten(cursor: string): SQL {
  return sql`(${cursor}::xid8 > pg_snapshot_xmax(pg_current_snapshot())
    or ${cursor}::xid8 <= coalesce(
      (select value::xid8 from installation_facts where name = 'changes_forgotten_through'), '0'::xid8))`;
}

function distinct<T extends string>(ids: (T | null)[]): T[] {
  return [...new Set(ids)].filter((id) => id !== null);
}
