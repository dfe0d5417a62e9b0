import { asc, eq, lte, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { conversationEvents, conversationReads, conversations } from "#db/schema/index.ts";
import { AppError } from "#lib/errors.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import type { Member } from "#lib/members/member.ts";
import { recordTimelineOfAll } from "#lib/timeline.ts";
import { type Acted, type Acting, actOn } from "./act-on.ts";
import { setStatus } from "./conversations.ts";
import type { Conversation } from "./threads.ts";

const MAX_SNOOZE_MS = 366 * 24 * 60 * 60 * 1000;
/** The job looks by the database's clock, which may be a little behind. */
const PAUSE_MS = 250;
const WOKEN_AT_ONCE = 200;

/** Puts conversations off until a moment, or until the customer writes; what was done is open again by then. */
export function snoozeConversations(
  member: Member,
  { until, conversationIds }: Acting & { until: Date },
): Promise<Acted> {
  const waitMs = until.getTime() - Date.now();
  if (!(waitMs > 0 && waitMs < MAX_SNOOZE_MS)) {
    throw new AppError("invalid_input", "Choose a moment in the future, within a year.");
  }
  return actOn(member, conversationIds, async (tx, found, actor) => {
    const changed = found.filter(({ snoozedUntil }) => snoozedUntil?.getTime() !== until.getTime());
    if (changed.length === 0) return { changed };
    await setStatus(tx, changed, { closedAt: null, snoozedUntil: until });
    await recordTimelineOfAll(tx, changed, actor, "snoozed", () => ({ until: until.toISOString() }));
    await enqueue(tx, "wake-conversations", {}, { runInMs: waitMs + PAUSE_MS });
    return { changed };
  });
}

/**
 * Brings back what was put off until now, unread for whoever takes care of it, or else put it off. Jobs run it at the moment,
 * and every minute as a net.
 */
export async function wakeConversations(): Promise<void> {
  for (;;) {
    const woken = await transaction(async (tx) => {
      const due = await lockDue(tx);
      await setStatus(tx, due, { snoozedUntil: null });
      for (const workspaceId of new Set(due.map((one) => one.workspaceId))) {
        const ofOne = due.filter((one) => one.workspaceId === workspaceId);
        await recordTimelineOfAll(tx, ofOne, {}, "woken");
      }
      for (const conversation of due) await remind(tx, conversation);
      return due.length;
    });
    if (woken < WOKEN_AT_ONCE) return;
  }
}

function lockDue(tx: Tx): Promise<Conversation[]> {
  return tx
    .select()
    .from(conversations)
    .where(lte(conversations.snoozedUntil, sql`now()`))
    .orderBy(asc(conversations.id))
    .limit(WOKEN_AT_ONCE)
    .for("update", { skipLocked: true });
}

/** It comes back to its old place in the list: unread it is not overlooked there. */
async function remind(tx: Tx, { id, assigneeId, lastInboundSeq }: Conversation): Promise<void> {
  if (lastInboundSeq === 0) return;
  const [snooze] = await tx
    .select({ memberId: conversationEvents.memberId })
    .from(conversationEvents)
    .where(sql`${eq(conversationEvents.conversationId, id)} and ${eq(conversationEvents.kind, "snoozed")}`)
    .orderBy(sql`${conversationEvents.at} desc`)
    .limit(1);
  const memberId = assigneeId ?? snooze?.memberId;
  if (!memberId) return;
  const readThroughSeq = lastInboundSeq - 1;
  await tx
    .insert(conversationReads)
    .values({ memberId, conversationId: id, readThroughSeq })
    .onConflictDoUpdate({
      target: [conversationReads.memberId, conversationReads.conversationId],
      set: { readThroughSeq: sql`least(${conversationReads.readThroughSeq}, ${readThroughSeq})` },
    });
}
