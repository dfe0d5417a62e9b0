"use client";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useMemo } from "react";
import { useTranslations } from "use-intl";
import { toast } from "#components/ui/toaster.tsx";
import type { DraftContent } from "./composer/draft-box.ts";
import { rememberAct, sentActs, writtenIn, writtenOn } from "./composer/sent-acts.ts";
import { draftBoxOf } from "./composer/use-draft.ts";
import { handOver } from "./hand-over.ts";
import { applyDelta, changePending, putMessage, readThread, removeMessage } from "./inbox-cache.ts";
import { newId } from "./new-id.ts";
import { forgetReply, type KeptReply, keepReply, readKeptReplies } from "./outbox.ts";
import { pendingMessages } from "./pending-messages.ts";
import type {
  ConversationMessage,
  ConversationSummary,
  InboxActions,
  InboxViewer,
  ReplyDraft,
  ReplyPart,
} from "./types.ts";

type Sent = Pick<ReplyDraft, "humanAgent" | "replyToMid" | "undoMs" | "seenSeq" | "quoted"> & {
  parts: ReplyPart[];
  /** What stands in the composer again when the act is taken back or stopped. */
  written?: DraftContent;
  /** Others wrote meanwhile, up to this `seq`: nothing was sent. */
  onStopped?: (seq: number) => void;
  /** It did not reach the server, and its bubble says why. */
  onFailed?: () => void;
  /** What else is undone when the act is taken back. */
  onTakenBack?: (() => void) | undefined;
};

export type Replies = {
  /** Sends text and files as one act, and answers its id. */
  send: (conversation: ConversationSummary, reply: Sent) => string;
  /** Takes an act back while nothing of it has left, and puts what was written into the composer again. */
  takeBack: (conversationId: string, actId: string) => Promise<boolean>;
  /** The same for what was sent last; false where that has left, or nothing was sent. */
  takeBackLast: () => boolean;
  /** Until when a message of one's own may be taken back, as this browser's clock tells. */
  undoUntil: (message: ConversationMessage) => number | null;
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
      pendingMessages(reply, { id: memberId, name: memberName }, status, reason);

    async function deliver(reply: KeptReply) {
      const { writtenAt: _, quoted: __, ...draft } = reply;
      const answer = await handOver({ ...draft, parts: draft.parts.map(inputOf) });
      if (!("error" in answer)) {
        for (const { messageId } of reply.parts) forgetReply(memberId, messageId);
        return applyDelta(client, { conversations: [], messages: answer, goneMessageIds: [] });
      }
      if (answer.error === "thread_changed") {
        const act = sentActs.get(reply.actId);
        drop(reply);
        draftBoxOf(memberId).restore(reply.conversationId, act?.written ?? writtenIn(reply.parts));
        return act?.onStopped?.(answer.seq ?? 0);
      }
      for (const message of show(reply, "failed", answer.error)) {
        changePending(client, message);
      }
      sentActs.get(reply.actId)?.onFailed?.();
    }

    function drop(reply: KeptReply) {
      for (const { messageId } of reply.parts) {
        forgetReply(memberId, messageId);
        removeMessage(client, messageId);
      }
    }

    async function takeBack(conversationId: string, actId: string): Promise<boolean> {
      const act = sentActs.get(actId);
      await act?.handedOver;
      const messages = readThread(client, conversationId)?.messages ?? [];
      const parts = messages.filter((message) => message.actId === actId && message.direction === "outbound");
      if (parts.length === 0) return false;
      const result = await actions.takeBackReplies({ conversationId, actId }).catch(() => null);
      // What never reached the server need not be taken back there.
      if (!result?.ok && parts.some(({ version }) => version > 0)) {
        toast.error(t(result ? result.error.code : "offline"));
        return false;
      }
      for (const { id } of parts) {
        forgetReply(memberId, id);
        removeMessage(client, id);
      }
      sentActs.delete(actId);
      draftBoxOf(memberId).restore(conversationId, act?.written ?? writtenOn(parts));
      act?.onTakenBack?.();
      return true;
    }

    return {
      send: (conversation, { parts, written, onStopped, onFailed, onTakenBack, ...rest }) => {
        const latest = Date.parse(conversation.lastMessageAt) + 1;
        const reply: KeptReply = {
          ...rest,
          actId: newId(),
          conversationId: conversation.id,
          parts: parts.map((part) => ({ ...part, messageId: newId() })),
          writtenAt: new Date(Math.max(Date.now(), latest)).toISOString(),
        };
        keepReply(memberId, reply);
        applyDelta(client, { conversations: [], messages: show(reply, "queued"), goneMessageIds: [] });
        const handedOver = deliver(reply);
        const undoUntil = Date.now() + (rest.undoMs ?? 0);
        const lastMessageId = reply.parts.at(-1)?.messageId;
        rememberAct(reply.actId, {
          conversationId: conversation.id,
          written,
          onStopped,
          onFailed,
          onTakenBack,
          handedOver,
          undoUntil,
          lastMessageId,
        });
        return reply.actId;
      },
      takeBack,
      takeBackLast: () => {
        const [actId, act] = [...sentActs].at(-1) ?? [];
        if (!actId || !act || act.undoUntil <= Date.now()) return false;
        void takeBack(act.conversationId, actId);
        return true;
      },
      undoUntil: ({ id, actId, sendAfter, sentBy, status }) => {
        if (status !== "queued" || sentBy?.id !== memberId) return null;
        const act = sentActs.get(actId ?? "");
        if (act && act.lastMessageId !== id) return null;
        const until = act?.undoUntil ?? (sendAfter ? Date.parse(sendAfter) : 0);
        return until > Date.now() ? until : null;
      },
      retry: async (message) => {
        if (message.version === 0) {
          const reply = readKeptReplies(memberId, message.conversationId).find(({ parts }) =>
            parts.some(({ messageId }) => messageId === message.id),
          );
          if (!reply) return;
          for (const pending of show(reply, "queued")) changePending(client, pending);
          // Whoever asks again has looked at the thread.
          return deliver({ ...reply, undoMs: 0, seenSeq: undefined });
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
    const kept = readKeptReplies(memberId, conversationId);
    const pending = kept.flatMap((reply) =>
      pendingMessages(reply, { id: memberId, name: memberName }, "failed", "offline"),
    );
    for (const { id } of pending) if (shown.get(id)) forgetReply(memberId, id);
    const messages = pending.filter(({ id }) => shown.get(id) === undefined);
    if (messages.length > 0) applyDelta(client, { conversations: [], messages, goneMessageIds: [] });
  }, [client, memberId, memberName, conversationId, isLoaded]);
}

function inputOf(part: ReplyDraft["parts"][number]) {
  const { messageId } = part;
  if ("uploads" in part) return { messageId, uploadIds: part.uploads.map(({ id }) => id) };
  return "heart" in part ? { messageId, heart: true as const } : { messageId, text: part.text };
}
