"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { toast } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/action.ts";
import { personName } from "#lib/format.ts";
import { changeRow } from "./inbox-cache.ts";
import type { ConversationSummary, InboxActions } from "./types.ts";

const TELL_AGAIN_MS = 10_000;

/** What one does with a whole conversation: shown at once, taken back when the server refuses. */
export function useConversationActions(actions: InboxActions) {
  const client = useQueryClient();
  const t = useTranslations();
  /** Marked unread by hand: looking at it does not make it read again until one has been elsewhere. */
  const held = useRef<string | null>(null);

  return useMemo(() => {
    async function attempt(
      conversation: ConversationSummary,
      change: Partial<ConversationSummary>,
      run: (input: { conversationId: string }) => Promise<ActionResult<unknown>>,
    ) {
      changeRow(client, conversation.id, change);
      const result = await run({ conversationId: conversation.id }).catch(() => null);
      if (result?.ok) return true;
      changeRow(client, conversation.id, pick(conversation, change));
      toast.error(t(`errors.${result ? result.error.code : "offline"}`));
      return false;
    }

    function reopen(conversation: ConversationSummary) {
      return attempt(conversation, { closedAt: null }, actions.reopenConversation);
    }

    async function close(conversation: ConversationSummary) {
      const isDone = await attempt(conversation, { closedAt: new Date().toISOString() }, actions.closeConversation);
      if (!isDone) return;
      toast(t("inbox.conversation.markedDone", { name: personName(conversation.contact) }), {
        action: {
          label: t("inbox.conversation.undo"),
          onClick: () => void reopen({ ...conversation, closedAt: new Date().toISOString() }),
        },
      });
    }

    function markUnread(conversation: ConversationSummary) {
      held.current = conversation.id;
      return attempt(conversation, { unreadCount: Math.max(1, conversation.unreadCount) }, actions.markUnread);
    }

    async function markRead(conversation: ConversationSummary, throughSeq: number) {
      if (held.current === conversation.id) return;
      changeRow(client, conversation.id, { unreadCount: 0 });
      const result = await actions.markRead({ conversationId: conversation.id, throughSeq }).catch(() => null);
      if (result?.ok) return;
      setTimeout(() => changeRow(client, conversation.id, { unreadCount: conversation.unreadCount }), TELL_AGAIN_MS);
    }

    const release = (openedId: string | null) => {
      if (held.current !== openedId) held.current = null;
    };
    return { close, reopen, markUnread, markRead, release };
  }, [client, actions, t]);
}

function pick(conversation: ConversationSummary, change: Partial<ConversationSummary>): Partial<ConversationSummary> {
  const names = Object.keys(change) as (keyof ConversationSummary)[];
  return Object.fromEntries(names.map((name) => [name, conversation[name]]));
}
