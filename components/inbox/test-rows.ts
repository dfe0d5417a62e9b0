import type { ConversationMessage, ConversationSummary } from "./types.ts";

/** Rows as the server gives them, for tests of what the screen makes of them. */
export function messageRow(given: Partial<ConversationMessage> = {}): ConversationMessage {
  return {
    id: "message-1",
    seq: 1,
    version: 1,
    conversationId: "conversation-1",
    direction: "inbound",
    occurredAt: "2026-11-22T10:00:00.000Z",
    kind: "message",
    text: "Hello",
    attachments: [],
    story: null,
    referral: null,
    payload: null,
    quoted: null,
    reactions: [],
    edits: [],
    raw: null,
    origin: given.direction === "outbound" ? "antwort" : "customer",
    deletedAt: null,
    status: given.direction === "outbound" ? "sent" : null,
    failure: null,
    tag: null,
    attempts: 0,
    mid: "mid-1",
    actId: null,
    sendAfter: null,
    quickReplies: null,
    handover: null,
    sentBy: given.direction === "outbound" ? { id: "member-1", name: "Anna" } : null,
    ...given,
  };
}

export function conversationRow(given: Partial<ConversationSummary> = {}): ConversationSummary {
  return {
    id: "conversation-1",
    version: 1,
    readVersion: 0,
    instagramAccountId: "account-1",
    accountUsername: "cafe",
    accountProblem: null,
    isAccountConnected: true,
    accountPausedUntil: null,
    contact: {
      id: "contact-1",
      igsid: "1039921748806613",
      username: "lena",
      name: "Lena",
      hasPicture: false,
      isVerified: null,
      followerCount: null,
      followsBusiness: null,
    },
    lastMessage: null,
    lastMessageAt: "2026-11-22T10:00:00.000Z",
    lastInboundAt: "2026-11-22T10:00:00.000Z",
    contactReadAt: null,
    standbySince: null,
    closedAt: null,
    createdAt: "2026-11-22T10:00:00.000Z",
    assignee: null,
    unreadCount: 0,
    ...given,
  };
}
