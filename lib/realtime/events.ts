import type { ChangeTopic } from "#db/schema/index.ts";

/** The channel of hints; a hint's payload is the workspace's id. */
export const CHANNEL = "inbox_changes";

/** What changed: a conversation's row with one of its messages, notes or events, or a topic that is read as a whole; for one member or all. */
export type Change = { memberId?: string } & (
  | { conversationId: string; messageId?: string; noteId?: string; eventId?: string; topic?: ChangeTopic }
  | { topic: ChangeTopic; conversationId?: undefined }
);

/** What a browser hears. Never data: it asks for what changed since its cursor. */
export type InboxEvent = { type: "changed" } | { type: "signed_out" };
