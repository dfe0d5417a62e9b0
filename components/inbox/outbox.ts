import type { ReplyDraft } from "./types.ts";

/**
 * What a member wrote and the server does not have yet, kept in this browser under the member's id: drafts by conversation,
 * and replies that could not be handed over. Signing out forgets it all.
 */
export type KeptReply = ReplyDraft & { writtenAt: string };

export function readKeptReplies(memberId: string, conversationId: string): KeptReply[] {
  return readAll(memberId).filter((reply) => reply.conversationId === conversationId);
}

export function keepReply(memberId: string, reply: KeptReply): void {
  writeAll(memberId, [...readAll(memberId).filter(({ actId }) => actId !== reply.actId), reply]);
}

/** The server has this message, or nobody wants it any more; the other parts of its act stay. */
export function forgetReply(memberId: string, messageId: string): void {
  const all = readAll(memberId);
  if (!all.some(({ parts }) => parts.some((part) => part.messageId === messageId))) return;
  const left = all.map((reply) => ({ ...reply, parts: reply.parts.filter((part) => part.messageId !== messageId) }));
  writeAll(
    memberId,
    left.filter(({ parts }) => parts.length > 0),
  );
}

function readAll(memberId: string): KeptReply[] {
  try {
    const stored: unknown = JSON.parse(readItem(outboxKey(memberId)) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isKeptReply) : [];
  } catch {
    return [];
  }
}

function writeAll(memberId: string, replies: KeptReply[]): void {
  writeItem(outboxKey(memberId), replies.length === 0 ? null : JSON.stringify(replies));
}

function isKeptReply(value: unknown): value is KeptReply {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Record<string, unknown>;
  return (
    ["actId", "conversationId", "writtenAt"].every((name) => typeof fields[name] === "string") &&
    Array.isArray(fields.parts)
  );
}

function outboxKey(memberId: string): string {
  return `draft:${memberId}:outbox`;
}

/** All that is kept under keys that begin like this, by the rest of the key. */
export function readItems(prefix: string): [string, string][] {
  try {
    return Object.entries({ ...localStorage }).flatMap(([key, value]): [string, string][] =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), String(value)]] : [],
    );
  } catch {
    return [];
  }
}

/** A browser may refuse its storage altogether; writing must work all the same. Null forgets. */
export function writeItem(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Full or refused: what is on the screen stays there.
  }
}

function readItem(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
