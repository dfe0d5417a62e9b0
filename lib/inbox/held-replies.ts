import { and, eq, isNull, or, sql } from "drizzle-orm";
import { transaction } from "#db/client.ts";
import { conversations, instagramAccounts, messages } from "#db/schema/index.ts";
import { wakeOutbox } from "./link-reply.ts";
import { HUMAN_AGENT_WINDOW_MS, WINDOW_MS } from "./window.ts";

const AT_ONCE = 200;

/**
 * A reply that is held because its account cannot be called waits only while its window is open. Then it is shown as failed,
 * whether or not the account ever comes back, so that nobody believes it to be on its way.
 */
export async function releaseHeldReplies(): Promise<void> {
  const windowSeconds = sql`case when ${messages.tag} = 'HUMAN_AGENT' then ${HUMAN_AGENT_WINDOW_MS / 1000}::float8 else ${WINDOW_MS / 1000}::float8 end`;
  await transaction(async (tx) => {
    const overdue = await tx
      .selectDistinct({ id: conversations.id })
      .from(messages)
      .innerJoin(conversations, eq(conversations.id, messages.conversationId))
      .innerJoin(instagramAccounts, eq(instagramAccounts.id, messages.instagramAccountId))
      .where(
        and(
          sql`${messages.status} = 'queued'`,
          sql`(${instagramAccounts.problem} is not null or ${instagramAccounts.disconnectedAt} is not null)`,
          or(
            isNull(conversations.lastInboundAt),
            sql`${conversations.lastInboundAt} < now() - make_interval(secs => ${windowSeconds})`,
          ),
        ),
      )
      .limit(AT_ONCE);
    for (const { id } of overdue) await wakeOutbox(tx, id);
  });
}
