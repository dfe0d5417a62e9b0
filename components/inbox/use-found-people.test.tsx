// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keys } from "./inbox-cache.ts";
import { conversationRow } from "./test-rows.ts";
import { useFoundPeople } from "./use-found-people.ts";

const asked: string[] = [];
let answer: (q: string) => object[];

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal("fetch", async (path: string) => {
    const q = new URL(path, "http://localhost").searchParams.get("q") ?? "";
    asked.push(q);
    return Response.json({ people: answer(q), hits: [], next: null });
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("who is known here stands there at once, whom the server knows comes below, nobody twice", async () => {
  answer = () => [person("2", "Lena Wirth"), person("1", "Lena"), person("3", "Lenny")];
  const { result } = look("len");
  expect(names(result.current)).toEqual(["Lena"]);
  await waitFor(() => expect(names(result.current)).toEqual(["Lena", "Lena Wirth", "Lenny"]));
});

test("people of the words before do not stand for the next ones, unless these fit them too", async () => {
  answer = (q) => (q === "wir" ? [person("2", "Lena Wirth"), person("3", "Wira")] : []);
  const { result, rerender } = look("wir");
  await waitFor(() => expect(names(result.current)).toEqual(["Lena Wirth", "Wira"]));
  rerender("wirt");
  expect(names(result.current)).toEqual(["Lena Wirth"]);
  rerender("done");
  expect(names(result.current)).toEqual([]);
});

test("one question for a word that is typed in one go, none for nothing", async () => {
  answer = () => [];
  const { rerender } = look("");
  for (const words of ["l", "le", "len"]) act(() => rerender(words));
  await waitFor(() => expect(asked).toEqual(["len"]));
});

function look(words: string) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(keys.rows, { "1": conversationRow({ id: "1" }) });
  return renderHook((query: string) => useFoundPeople(query), {
    initialProps: words,
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  });
}

function person(conversationId: string, name: string) {
  const contact = { id: conversationId, igsid: "1", name, username: null, hasPicture: false };
  return { conversationId, contact, accountUsername: "cafe" };
}

function names(people: { contact: { name: string | null } }[]) {
  return people.map(({ contact }) => contact.name);
}
