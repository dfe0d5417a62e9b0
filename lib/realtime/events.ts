/** The channel of hints; a hint's payload is the workspace's id. */
export const CHANNEL = "inbox_changes";

/** What changed: a conversation's row, one of its messages, or what only one member sees of it. */
export type Change = { conversationId: string; messageId?: string; memberId?: string };

/** What a browser hears. Never data: it asks for what changed since its cursor. */
export type InboxEvent = { type: "changed" } | { type: "signed_out" };
