import type { Member } from "#lib/members/member.ts";
import { listChangesSince } from "#lib/realtime/changes.ts";
import { listConversationsById } from "./conversation-queries.ts";
import { listMessagesById } from "./message-queries.ts";

export type InboxDelta = Awaited<ReturnType<typeof getDelta>>;

/**
 * Everything that changed for this member since the cursor. `goneMessageIds` were merged into another row or erased,
 * `goneConversationIds` erased or taken out of the member's reach; `topics` are to be read again as a whole. `reset` means: too far behind, load afresh.
 */
export async function getDelta(member: Member, since: string) {
  const { cursor, reset, conversationIds, messageIds, topics } = await listChangesSince(
    member.workspaceId,
    member.id,
    since,
  );
  const [conversations, messages] = await Promise.all([
    listConversationsById(member, conversationIds),
    listMessagesById(member, messageIds),
  ]);
  return {
    cursor,
    reset,
    conversations,
    messages,
    topics,
    goneMessageIds: without(messageIds, messages),
    goneConversationIds: without(conversationIds, conversations),
  };
}

function without(ids: string[], found: { id: string }[]): string[] {
  const foundIds = new Set(found.map(({ id }) => id));
  return ids.filter((id) => !foundIds.has(id));
}
