// @vitest-environment happy-dom
import { act, cleanup, render } from "@testing-library/react";
import { PathnameContext, SearchParamsContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AddressProvider, useAddress } from "./address.tsx";
import { goTo, replaceAddress } from "./navigation.ts";

const ANNA = "/inbox/0b6f2b62-0000-4000-8000-000000000001";
const BEN = "/inbox/0b6f2b62-0000-4000-8000-000000000002";

beforeEach(() => window.history.replaceState(null, "", "/inbox"));
afterEach(cleanup);

test("what is gone to counts at once, and still does once the router has caught up", () => {
  const { said, routerTells } = begin();
  act(() => goTo(`${ANNA}?view=done`));
  expect(said()).toBe(`${ANNA} done`);
  act(() => replaceAddress(`${ANNA}?view=mine`));
  expect(said()).toBe(`${ANNA} mine`);
  routerTells(ANNA, "view=mine");
  expect(said()).toBe(`${ANNA} mine`);
});

test("a router that is behind leads nowhere back, and a step back counts at once", () => {
  const { said, routerTells } = begin();
  act(() => goTo(ANNA));
  act(() => goTo(BEN));
  routerTells(ANNA);
  expect(said()).toBe(`${BEN} open`);
  act(() => {
    window.history.replaceState(null, "", "/inbox?view=unread");
    window.dispatchEvent(new PopStateEvent("popstate"));
  });
  expect(said()).toBe("/inbox unread");
});

test("outside the inbox the router's word alone counts, also for what was gone to before", () => {
  const { said, routerTells } = begin();
  act(() => goTo(ANNA));
  routerTells("/settings/labels");
  expect(said()).toBe("/settings/labels open");
  routerTells(BEN);
  expect(said()).toBe(`${BEN} open`);
});

function begin() {
  const page = (path: string, search: string) => (
    <PathnameContext value={path}>
      <SearchParamsContext value={new URLSearchParams(search)}>
        <AddressProvider>
          <Said />
        </AddressProvider>
      </SearchParamsContext>
    </PathnameContext>
  );
  const { container, rerender } = render(page("/inbox", ""));
  return {
    said: () => container.textContent,
    routerTells: (path: string, search = "") => rerender(page(path, search)),
  };
}

function Said() {
  const { path, place } = useAddress();
  return `${path} ${place.view}`;
}
