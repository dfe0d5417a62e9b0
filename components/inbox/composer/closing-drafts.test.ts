import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, test, vi } from "vitest";
import { keys } from "../inbox-cache.ts";
import { conversationRow } from "../test-rows.ts";
import type { ConversationSummary } from "../types.ts";
import { warnOfClosing } from "./closing-drafts.ts";
import { draftIdOf, EMPTY } from "./draft-box.ts";
import { draftBoxOf } from "./use-draft.ts";

const warning = vi.hoisted(() => vi.fn());
vi.mock("#components/ui/toaster.tsx", () => ({ newsPosition: () => undefined, toast: { warning } }));

const UNTIL = new Date("2026-11-22T10:00:00Z");
const t = ((key: string, values: object) => `${key} ${JSON.stringify(values)}`) as never;
let count = 0;
let id: string;
let client: QueryClient;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  warning.mockClear();
  id = `closing-${++count}`;
  client = new QueryClient();
  client.setQueryData<Record<string, ConversationSummary>>(keys.rows, {
    [id]: conversationRow({ id, answerableUntil: UNTIL.toISOString() }),
  });
  draftBoxOf("member-1").change(id, { text: "Half a thought" });
  return () => {
    draftBoxOf("member-1").change(id, { text: "" });
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

function look(minutesLeft: number, openedId: string | null = null) {
  vi.setSystemTime(UNTIL.getTime() - minutesLeft * 60_000);
  warnOfClosing({ client, memberId: "member-1", openedId, listed: [], t });
}

test("warns an hour before the end and again at a quarter of an hour, not in between", () => {
  look(90);
  expect(warning).not.toHaveBeenCalled();
  look(59);
  look(40);
  expect(warning.mock.calls.map(([text]) => text)).toEqual(['closingDraft {"name":"Lena","minutes":59}']);
  look(14);
  look(10);
  expect(warning).toHaveBeenCalledTimes(2);
});

test("says nothing of what stands open, of notes, and of what is over", () => {
  look(30, id);
  look(-5);
  draftBoxOf("member-1").change(id, EMPTY);
  draftBoxOf("member-1").change(draftIdOf(id, true), { text: "Ask Bea" });
  look(30);
  expect(warning).not.toHaveBeenCalled();
});
