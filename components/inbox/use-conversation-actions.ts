"use client";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, use, useLayoutEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { toast } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/action.ts";
import { personName } from "#lib/format.ts";
import { changeRow, changeRows, keys } from "./inbox-cache.ts";
import { newId } from "./new-id.ts";
import { useUntilWords } from "./snooze-words.ts";
import type { Acted, ConversationSummary, InboxActions, Label } from "./types.ts";

const TELL_AGAIN_MS = 10_000;
/** Long enough to read what was done and to reach for the button. */
const UNDO_MS = 8_000;
const MAX_UNDOS = 20;

type Row = ConversationSummary;
type Person = { id: string; name: string };
type Run = (input: { conversationIds: string[] }) => Promise<ActionResult<Acted>>;
export type ConversationActs = ReturnType<typeof useConversationActions>;

type Around = { moveOn: (rows: Row[]) => void; drop: (rows: Row[]) => void };

export const ActsContext = createContext<ConversationActs | null>(null);

export function useActs(): ConversationActs {
  const acts = use(ActsContext);
  if (!acts) throw new Error("Acts are used outside the inbox.");
  return acts;
}

/**
 * What one does with whole conversations, one or many: shown at once, taken back when the server refuses, and undone at a
 * word. `drop` hears which rows change, `moveOn` which go out of the way.
 */
export function useConversationActions(actions: InboxActions, { moveOn, drop }: Around) {
  const client = useQueryClient();
  const t = useTranslations();
  const untilWords = useUntilWords();
  /** Marked unread by hand: looking at it does not make it read again until one has been elsewhere. */
  const held = useRef<string | null>(null);
  const undos = useRef<{ text: string; run: () => void }[]>([]);
  const latest = useRef({ moveOn, drop, untilWords });
  useLayoutEffect(() => {
    latest.current = { moveOn, drop, untilWords };
  });

  return useMemo(() => {
    /** Resolves with those that were changed, as they were before. */
    async function attempt(rows: Row[], changeOf: (row: Row) => Partial<Row>, run: Run): Promise<Row[]> {
      if (rows.length === 0) return [];
      latest.current.drop(rows);
      changeRows(client, new Map(rows.map((row) => [row.id, changeOf(row)])));
      const result = await run({ conversationIds: rows.map(({ id }) => id) }).catch(() => null);
      const refused = result?.ok ? rows.filter(({ id }) => result.data.refusedIds.includes(id)) : rows;
      changeRows(client, new Map(refused.map((row) => [row.id, pick(row, changeOf(row))])));
      void client.invalidateQueries({ queryKey: keys.counts() });
      if (!result?.ok) toast.error(t(`errors.${result ? result.error.code : "offline"}`));
      else if (refused.length > 0) toast.warning(t("views.acts.refused", { count: refused.length }));
      return rows.filter((row) => !refused.includes(row));
    }

    const close = (rows: Row[]) =>
      attempt(rows, () => ({ closedAt: now(), snoozedUntil: null }), actions.closeConversations);
    const reopen = (rows: Row[]) =>
      attempt(rows, () => ({ closedAt: null, snoozedUntil: null }), actions.reopenConversations);
    const snooze = (rows: Row[], until: string) =>
      attempt(
        rows,
        () => ({ closedAt: null, snoozedUntil: until }),
        (input) => actions.snoozeConversations({ ...input, until }),
      );
    const assign = (rows: Row[], person: Person | null) =>
      attempt(
        rows,
        () => ({ assignee: person }),
        (input) => actions.assignConversations({ ...input, assigneeId: person?.id ?? null }),
      );
    const label = (rows: Row[], { id: labelId }: Label, isOn: boolean) =>
      attempt(
        rows,
        ({ labelIds }) => ({ labelIds: isOn ? [...labelIds, labelId] : labelIds.filter((id) => id !== labelId) }),
        (input) => actions.labelConversations({ ...input, labelId, isOn }),
      );

    /** As the rows were before, each in its own way. */
    function restoreStatus(rows: Row[]) {
      void close(rows.filter(({ closedAt }) => closedAt));
      void reopen(rows.filter(({ closedAt, snoozedUntil }) => !closedAt && !snoozedUntil));
      const snoozed = rows.filter(({ closedAt, snoozedUntil }) => !closedAt && snoozedUntil);
      for (const [until, group] of grouped(snoozed, (row) => row.snoozedUntil ?? "")) void snooze(group, until);
    }

    function restoreAssignees(rows: Row[]) {
      for (const [, group] of grouped(rows, ({ assignee }) => assignee?.id ?? ""))
        void assign(group, group[0]?.assignee ?? null);
    }

    function tell(text: string, undo: () => void, isShown = true) {
      const id = newId();
      const once = () => {
        undos.current = undos.current.filter(({ run }) => run !== once);
        if (isShown) toast.dismiss(id);
        undo();
      };
      undos.current = [...undos.current, { text, run: once }].slice(-MAX_UNDOS);
      const action = { label: t("views.acts.undo"), onClick: once };
      if (isShown) toast(text, { id, duration: UNDO_MS, action });
    }

    const about = (rows: Row[]) => ({ count: rows.length, name: rows[0] ? personName(rows[0].contact) : "" });

    return {
      /** `isTold`: whether a word of it shows, with its undo. */
      close: async (all: Row[], { isTold = true } = {}) => {
        const rows = all.filter(({ closedAt }) => !closedAt);
        latest.current.moveOn(rows);
        const done = await close(rows);
        if (done.length > 0) tell(t("views.acts.closed", about(done)), () => restoreStatus(done), isTold);
      },
      restoreStatus,
      reopen: async (all: Row[]) => {
        const done = await reopen(all.filter(({ closedAt, snoozedUntil }) => closedAt || snoozedUntil));
        if (done.length > 0) tell(t("views.acts.reopened", about(done)), () => restoreStatus(done));
      },
      snooze: async (rows: Row[], until: Date) => {
        latest.current.moveOn(rows);
        const time = latest.current.untilWords(until, new Date());
        const done = await snooze(rows, until.toISOString());
        if (done.length > 0) tell(t("views.acts.snoozed", { ...about(done), time }), () => restoreStatus(done));
      },
      assign: async (all: Row[], person: Person | null) => {
        const rows = all.filter(({ assignee }) => assignee?.id !== person?.id);
        const done = await assign(rows, person);
        const words = person ? t("views.acts.assigned", { person: person.name }) : t("views.acts.unassigned");
        if (done.length > 0) tell(words, () => restoreAssignees(done));
      },
      label: async (all: Row[], one: Label, isOn: boolean) => {
        const rows = all.filter(({ labelIds }) => labelIds.includes(one.id) !== isOn);
        const done = await label(rows, one, isOn);
        const words = t(isOn ? "views.acts.labelled" : "views.acts.unlabelled", { label: one.name });
        const undo = () => {
          const labelled = done.map((row) => toggled(row, one.id, isOn));
          void label(labelled, one, !isOn);
        };
        if (done.length > 0) tell(words, undo);
      },
      read: (rows: Row[]) => attempt(rows, () => ({ unreadCount: 0 }), actions.markAllRead),
      unread: (rows: Row[]) => {
        held.current = rows[0]?.id ?? null;
        return attempt(rows, ({ unreadCount }) => ({ unreadCount: Math.max(1, unreadCount) }), actions.markAllUnread);
      },
      markRead: async (conversation: Row, throughSeq: number) => {
        if (held.current === conversation.id) return;
        changeRow(client, conversation.id, { unreadCount: 0 });
        const result = await actions.markRead({ conversationId: conversation.id, throughSeq }).catch(() => null);
        if (result?.ok) return;
        setTimeout(() => changeRow(client, conversation.id, { unreadCount: conversation.unreadCount }), TELL_AGAIN_MS);
      },
      release: (openedId: string | null) => {
        if (held.current !== openedId) held.current = null;
      },
      /** The last change of status, assignee or label that was not undone yet; then the one before it. */
      undo: () => {
        const last = undos.current.at(-1);
        if (!last) return;
        last.run();
        toast(t("views.acts.undone", { what: last.text }));
      },
    };
  }, [client, actions, t]);
}

function grouped(rows: Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

function toggled(row: Row, labelId: string, isOn: boolean): Row {
  return { ...row, labelIds: isOn ? [...row.labelIds, labelId] : row.labelIds.filter((id) => id !== labelId) };
}

function now(): string {
  return new Date().toISOString();
}

function pick(row: Row, change: Partial<Row>): Partial<Row> {
  const names = Object.keys(change) as (keyof Row)[];
  return Object.fromEntries(names.map((name) => [name, row[name]]));
}
