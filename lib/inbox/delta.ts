import type { Member } from "#lib/members/member.ts";
import { listChangesSince } from "#lib/realtime/changes.ts";
import { listNotesById } from "#lib/teamwork/note-queries.ts";
import { listPresence } from "#lib/teamwork/presence.ts";
import { listTimelineById } from "#lib/teamwork/timeline.ts";
import { listConversationsById } from "./conversation-queries.ts";
import { listMessagesById } from "./message-queries.ts";

export type InboxDelta = Awaited<ReturnType<typeof getDelta>>;

/**
 * Everything that changed for this member since the cursor. `goneMessageIds` were merged into another row or erased,
 * `goneConversationIds` erased or taken out of the member's reach; `topics` are to be read again as a whole, but for presence, which is so
 * short-lived and small that it comes along. `reset` means: too far behind, load afresh.
 */
export async function getDelta(member: Member, since: string) {
  const changed = await listChangesSince(member.workspaceId, member.id, since, member.accountIds);
  const { cursor, reset, conversationIds, messageIds, noteIds, eventIds, topics } = changed;
  const [conversations, messages, notes, events, presence] = await Promise.all([
    listConversationsById(member, conversationIds),
    listMessagesById(member, messageIds),
    listNotesById(member, noteIds),
    listTimelineById(member, eventIds),
    topics.includes("presence") ? listPresence(member) : null,
  ]);
  return {
    cursor,
    reset,
    conversations,
    messages,
    notes,
    events,
    presence,
    topics,
    goneMessageIds: without(messageIds, messages),
    goneNoteIds: without(noteIds, notes),
    goneConversationIds: without(conversationIds, conversations),
  };
}

function without(ids: string[], found: { id: string }[]): string[] {
  const foundIds = new Set(found.map(({ id }) => id));
  return ids.filter((id) => !foundIds.has(id));
}
