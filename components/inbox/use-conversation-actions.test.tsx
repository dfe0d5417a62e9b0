// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, renderHook, waitFor } from "@testing-library/react";
import { IntlProvider } from "use-intl";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CATALOGUES } from "#lib/i18n/catalogue.ts";

const toast = vi.hoisted(() => Object.assign(vi.fn(), { error: vi.fn(), warning: vi.fn(), dismiss: vi.fn() }));
vi.mock("#components/ui/toaster.tsx", () => ({ toast }));

import { keys } from "./inbox-cache.ts";
import type { Rows } from "./merge.ts";
import { conversationRow } from "./test-rows.ts";
import type { InboxActions } from "./types.ts";
import { useConversationActions } from "./use-conversation-actions.ts";

const asked: string[] = [];
let refusedIds: string[] = [];

beforeEach(() => {
  asked.length = 0;
  refusedIds = [];
  vi.clearAllMocks();
});
afterEach(cleanup);

test("changes are undone one after the other, the last first, each once and said by name", async () => {
  const { acts, rows } = mount();
  const [first, second] = [conversationRow({ id: "a" }), conversationRow({ id: "b" })];
  await acts().close([first]);
  await acts().assign([second], { id: "member-1", name: "Anna" });

  acts().undo();
  await waitFor(() => expect(rows().b?.assignee).toBeNull());
  expect(toast).toHaveBeenLastCalledWith("Undone: Assigned to Anna.");
  expect(rows().a?.closedAt).not.toBeNull();
  acts().undo();
  await waitFor(() => expect(rows().a?.closedAt).toBeNull());
  await waitFor(() => expect(asked).toEqual(["close a", "assign b member-1", "assign b null", "reopen a"]));
  acts().undo();
  expect(asked).toHaveLength(4);
});

test("what the server refused stands as it was and is not there to be undone", async () => {
  const { acts, rows } = mount();
  refusedIds = ["a"];
  await acts().close([conversationRow({ id: "a" }), conversationRow({ id: "b" })]);
  expect(rows().a?.closedAt).toBeNull();
  expect(rows().b?.closedAt).not.toBeNull();
  expect(toast.warning).toHaveBeenCalledOnce();
  acts().undo();
  expect(asked).toEqual(["close a,b", "reopen b"]);
  refusedIds = ["a", "b"];
  await acts().close([conversationRow({ id: "a" })]);
  acts().undo();
  expect(asked).toHaveLength(3);
});

function mount() {
  const client = new QueryClient();
  const before = { a: conversationRow({ id: "a" }), b: conversationRow({ id: "b" }) };
  client.setQueryData<Rows>(keys.rows, before);
  const answer = (words: string) => {
    asked.push(words);
    return { ok: true as const, data: { changedIds: [], refusedIds } };
  };
  const actions = {
    closeConversations: async ({ conversationIds }) => answer(`close ${conversationIds}`),
    reopenConversations: async ({ conversationIds }) => answer(`reopen ${conversationIds}`),
    assignConversations: async ({ conversationIds, assigneeId }) => answer(`assign ${conversationIds} ${assigneeId}`),
  } satisfies Partial<InboxActions> as unknown as InboxActions;
  const around = { moveOn: () => undefined, drop: () => undefined };
  const { result } = renderHook(() => useConversationActions(actions, around), {
    wrapper: ({ children }) => (
      <QueryClientProvider client={client}>
        <IntlProvider locale="en" timeZone="UTC" messages={CATALOGUES.en}>
          {children}
        </IntlProvider>
      </QueryClientProvider>
    ),
  });
  return { acts: () => result.current, rows: () => client.getQueryData<Rows>(keys.rows) ?? {} };
}
