import { and, eq, exists, gte, isNotNull, isNull, lte, not, sql } from "drizzle-orm";
import { transaction } from "#db/client.ts";
import { contacts, conversations, notifications } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { notify } from "#lib/teamwork/notify.ts";
import { isAnswerable } from "./view-conditions.ts";
import { HUMAN_AGENT_WINDOW_MS, WINDOW_MS } from "./window.ts";

/** So long before nobody may answer any more. */
const AHEAD_MS = 60 * 60_000;

/**
 * Tells whoever takes care of a conversation that its customer still waits and can soon not be answered any more: once for each
 * time the customer wrote. What is snoozed is told too, what is done or muted is not.
 */
export async function warnOfClosing(): Promise<void> {
  const { id, workspaceId, assigneeId, contactId, closedAt, waitingSince, lastInboundAt } = conversations;
  const windowMs = env().HUMAN_AGENT === "on" ? HUMAN_AGENT_WINDOW_MS : WINDOW_MS;
  await transaction(async (tx) => {
    const told = tx
      .select({ one: sql`1` })
      .from(notifications)
      .where(
        and(
          eq(notifications.conversationId, id),
          eq(notifications.memberId, assigneeId),
          eq(notifications.kind, "closing"),
          gte(notifications.createdAt, lastInboundAt),
        ),
      );
    const closing = await tx
      .select({ id, workspaceId, assigneeId })
      .from(conversations)
      .innerJoin(contacts, eq(contacts.id, contactId))
      .where(
        and(
          isNull(closedAt),
          isNotNull(waitingSince),
          isNotNull(assigneeId),
          isNull(contacts.mutedAt),
          lte(lastInboundAt, sql`now() - make_interval(secs => ${(windowMs - AHEAD_MS) / 1_000})`),
          isAnswerable(),
          not(exists(told)),
        ),
      );
    for (const conversation of closing) {
      const memberIds = conversation.assigneeId ? [conversation.assigneeId] : [];
      await notify(tx, {
        workspaceId: conversation.workspaceId,
        conversationId: conversation.id,
        kind: "closing",
        memberIds,
        actorId: null,
      });
    }
  });
}
