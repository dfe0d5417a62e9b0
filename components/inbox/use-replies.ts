"use client";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useMemo } from "react";
import { useTranslations } from "use-intl";
import { toast } from "#components/ui/toaster.tsx";
import { changePending, putMessage, readThread, removeMessage } from "./inbox-cache.ts";
import { forgetReply, type KeptReply, keepReply, readKeptReplies } from "./outbox.ts";
import type { ConversationMessage, ConversationSummary, InboxActions, InboxViewer } from "./types.ts";

export type Replies = {
  send: (conversation: ConversationSummary, text: string, humanAgent: boolean) => void;
  retry: (message: ConversationMessage) => void;
  discard: (message: ConversationMessage) => void;
};

export const RepliesContext = createContext<Replies | null>(null);

export function useReplies(): Replies {
  const replies = use(RepliesContext);
  if (!replies) throw new Error("Replies are used outside the inbox.");
  return replies;
}

/**
 * Sending, as a member sees it: the bubble stands there at once under the id it keeps for good, so that nothing has to be
 * matched up later and trying again can never make two.
 */
export function useReplyActions(viewer: InboxViewer, actions: InboxActions): Replies {
  const client = useQueryClient();
  const t = useTranslations("errors");
  const { memberId, memberName } = viewer;

  return useMemo(() => {
    const show = (reply: KeptReply, status: "queued" | "failed", reason?: string) =>
      pendingMessage(reply, { id: memberId, name: memberName }, status, reason);

    async function handOver(reply: KeptReply) {
      const { writtenAt: _, ...input } = reply;
      const result = await actions.sendReply(input).catch(() => null);
      if (result?.ok) {
        forgetReply(memberId, reply.messageId);
        return putMessage(client, result.data);
      }
      changePending(client, show(reply, "failed", result ? result.error.code : "offline"));
    }

    return {
      send: (conversation, text, humanAgent) => {
        const latest = Date.parse(conversation.lastMessageAt) + 1;
        const writtenAt = new Date(Math.max(Date.now(), latest)).toISOString();
        const reply = { messageId: newId(), conversationId: conversation.id, text, humanAgent, writtenAt };
        keepReply(memberId, reply);
        putMessage(client, show(reply, "queued"));
        void handOver(reply);
      },
      retry: async (message) => {
        if (message.version === 0) {
          const reply = readKeptReplies(memberId, message.conversationId).find((kept) => kept.messageId === message.id);
          if (!reply) return;
          changePending(client, show(reply, "queued"));
          return handOver(reply);
        }
        const result = await actions.retryReply({ messageId: message.id }).catch(() => null);
        if (result?.ok) putMessage(client, result.data);
        else toast.error(t(result ? result.error.code : "offline"));
      },
      discard: async (message) => {
        if (message.version === 0) {
          forgetReply(memberId, message.id);
          return removeMessage(client, message.id);
        }
        const result = await actions.discardReply({ messageId: message.id }).catch(() => null);
        if (result?.ok) removeMessage(client, message.id);
        else toast.error(t(result ? result.error.code : "offline"));
      },
    };
  }, [client, actions, memberId, memberName, t]);
}

/** Replies that an earlier visit could not hand over stand in their thread again, until someone decides. */
export function useKeptReplies(viewer: InboxViewer, conversationId: string, isLoaded: boolean): void {
  const client = useQueryClient();
  const { memberId, memberName } = viewer;
  useEffect(() => {
    if (!isLoaded) return;
    const shown = new Map(readThread(client, conversationId)?.messages.map(({ id, version }) => [id, version]));
    for (const reply of readKeptReplies(memberId, conversationId)) {
      const version = shown.get(reply.messageId);
      if (version) forgetReply(memberId, reply.messageId);
      if (version !== undefined) continue;
      putMessage(client, pendingMessage(reply, { id: memberId, name: memberName }, "failed", "offline"));
    }
  }, [client, memberId, memberName, conversationId, isLoaded]);
}

/** `version` 0: only this browser knows it, so whatever the server says replaces it. */
export function pendingMessage(
  reply: KeptReply,
  sentBy: { id: string; name: string },
  status: "queued" | "failed",
  reason?: string,
): ConversationMessage {
  return {
    id: reply.messageId,
    seq: Number.MAX_SAFE_INTEGER,
    version: 0,
    conversationId: reply.conversationId,
    direction: "outbound",
    occurredAt: reply.writtenAt,
    kind: "message",
    text: reply.text.trim(),
    attachments: [],
    story: null,
    referral: null,
    payload: null,
    quoted: null,
    reactions: [],
    edits: [],
    raw: null,
    origin: "antwort",
    deletedAt: null,
    status,
    failure: reason ? { reason, code: null, subcode: null, traceId: null } : null,
    tag: reply.humanAgent ? "HUMAN_AGENT" : null,
    attempts: 0,
    hasMid: false,
    sentBy,
  };
}

/** `crypto.randomUUID` is missing on plain http, where an installation in a local network may well be. */
function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
