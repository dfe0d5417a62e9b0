"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useCopy } from "#components/ui/use-copy.ts";
import { useAddress } from "./address.tsx";
import { type Command, useCommands } from "./commands.ts";
import { focusComposer } from "./composer/focus-composer.ts";
import { readRows } from "./inbox-cache.ts";
import { goTo, inboxHref } from "./navigation.ts";
import { showOverlay } from "./overlay.ts";
import { selection } from "./selection.ts";
import type { ConversationSummary, InboxViewer } from "./types.ts";
import type { ConversationActs } from "./use-conversation-actions.ts";
import type { useMoves } from "./use-moves.ts";
import type { Replies } from "./use-replies.ts";

type InboxCommands = {
  viewer: InboxViewer;
  list: ConversationSummary[];
  conversation: ConversationSummary | undefined;
  neighbour: ReturnType<typeof useMoves>["neighbour"];
  acts: ConversationActs;
  replies: Replies;
};

/** What keys and palette do with lists and whole conversations: those picked out, else the opened one, else the one in focus. */
export function useInboxCommands(props: InboxCommands): void {
  const { viewer, list, conversation, neighbour, acts, replies } = props;
  const t = useTranslations("commands");
  const client = useQueryClient();
  const { place, openedId } = useAddress();
  const copy = useCopy();

  const targets = () => {
    const rows = readRows(client);
    const ids = selection.read().size > 0 ? [...selection.read()] : [conversation?.id ?? focusedId() ?? ""];
    return ids.flatMap((id) => rows[id] ?? []);
  };
  const open = (row: ConversationSummary | undefined) => {
    if (!row) return;
    findRow(row.id)?.focus();
    goTo(inboxHref(row.id, place));
    requestAnimationFrame(() => focusRow(row.id));
  };
  /** Picks out the row the keyboard stands on and the one beside it, and goes there. */
  const extend = (step: 1 | -1) => {
    const index = list.findIndex(({ id }) => id === (focusedId() ?? openedId ?? list[0]?.id));
    const [from, to] = [list[index], list[index + step]];
    if (!from) return;
    selection.add(to ? [from, to] : [from]);
    findRow(to?.id ?? from.id)?.focus();
  };
  const choose = (kind: "assign" | "label" | "snooze") => {
    const ids = targets().map(({ id }) => id);
    if (ids.length > 0) showOverlay({ kind, ids });
  };
  const act = (run: (rows: ConversationSummary[]) => unknown) => {
    const rows = targets();
    selection.clear();
    if (rows.length > 0) void run(rows);
  };
  const self = { id: viewer.memberId, name: viewer.memberName };
  const conversationCommand = (id: string, keys: string[], run: () => void): Command => ({
    id,
    group: "conversation",
    title: t(`names.${id as "done"}`),
    keys,
    run,
  });

  useCommands([
    conversationCommand("done", ["e"], () =>
      act((rows) => (rows.every(({ closedAt }) => closedAt) ? acts.reopen(rows) : acts.close(rows))),
    ),
    conversationCommand("snooze", ["s"], () => choose("snooze")),
    conversationCommand("assign", ["a"], () => choose("assign")),
    conversationCommand("assignToMe", ["i"], () => act((rows) => acts.assign(rows, self))),
    conversationCommand("label", ["l"], () => choose("label")),
    conversationCommand("unread", ["u"], () =>
      act((rows) => (rows.every(({ unreadCount }) => unreadCount > 0) ? acts.read(rows) : acts.unread(rows))),
    ),
    ...(openedId
      ? [
          {
            id: "copyLink",
            group: "conversation" as const,
            title: t("names.copyLink"),
            run: () => void copy(location.origin + inboxHref(openedId, place), t("linkCopied")),
          },
        ]
      : []),
    {
      id: "reply",
      group: "write",
      title: t("names.reply"),
      keys: ["r"],
      run: () => focusComposer("reply"),
    },
    { id: "note", group: "write", title: t("names.note"), keys: ["n"], run: () => focusComposer("note") },
    {
      id: "replyDone",
      group: "write",
      title: t("names.replyDone"),
      keys: [viewer.preferences.enterSends ? "mod+Enter" : "mod+Shift+Enter"],
      isKeyOnly: true,
      // The composer hears it; elsewhere there is nothing to send.
      run: () => undefined,
    },
    { id: "next", group: "list", title: t("names.next"), keys: ["j"], run: () => open(neighbour(1)) },
    { id: "previous", group: "list", title: t("names.previous"), keys: ["k"], run: () => open(neighbour(-1)) },
    {
      id: "open",
      group: "list",
      title: t("names.open"),
      keys: ["Enter"],
      isKeyOnly: true,
      run: () => !openedId && open(list[0]),
    },
    {
      id: "select",
      group: "list",
      title: t("names.select"),
      keys: ["x"],
      run: () => {
        const id = focusedId() ?? openedId ?? list[0]?.id;
        if (id) selection.toggle(id);
      },
    },
    {
      id: "undo",
      group: "list",
      title: t("names.undo"),
      keys: ["z"],
      run: () => replies.takeBackLast() || acts.undo(),
    },
    { id: "extendDown", group: "list", title: t("names.extendDown"), keys: ["J"], run: () => extend(1) },
    { id: "extendUp", group: "list", title: t("names.extendUp"), keys: ["K"], run: () => extend(-1) },
    { id: "selectAll", group: "list", title: t("names.selectAll"), keys: ["X"], run: () => selection.add(list) },
    {
      id: "sort",
      group: "list",
      title: t("names.sort"),
      keys: ["o"],
      run: () => goTo(inboxHref(openedId, { ...place, sort: place.sort === "closing" ? "newest" : "closing" })),
    },
    {
      id: "clear",
      group: "list",
      title: t("names.clear"),
      keys: ["Escape"],
      isKeyOnly: true,
      run: selection.clear,
    },
  ]);
}

/** The row the keyboard stands on. */
function focusedId(): string | undefined {
  return (document.activeElement as HTMLElement | null)?.dataset.conversation;
}

/**
 * Its row tells who hears the page which conversation was opened. One beyond the edge is drawn some frames later, by when the
 * next key may have led elsewhere.
 */
function focusRow(id: string, from = document.activeElement, triesLeft = 10): void {
  const at = document.activeElement;
  if (at !== from && at !== document.body) return;
  const row = findRow(id);
  if (row) row.focus();
  else if (triesLeft > 0) requestAnimationFrame(() => focusRow(id, from, triesLeft - 1));
}

function findRow(id: string): HTMLElement | null {
  return document.querySelector(`[data-conversation="${CSS.escape(id)}"]`);
}
