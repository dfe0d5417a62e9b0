// @vitest-environment happy-dom
import { cleanup, render, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { PathnameContext, SearchParamsContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime.js";
import { IntlProvider } from "use-intl";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AddressProvider } from "#components/inbox/address.tsx";
import { CATALOGUES } from "#lib/i18n/catalogue.ts";
import { SearchField } from "./search-field.tsx";

const writes = vi.spyOn(window.history, "replaceState");

beforeEach(() => {
  window.history.pushState(null, "", "/inbox?q=");
  writes.mockClear();
});
afterEach(cleanup);

test("what is typed becomes the address", async () => {
  const { getByRole } = render(<Page search="q=" />);
  await userEvent.type(getByRole("combobox"), "holz");
  await waitFor(() => expect(location.search).toBe("?q=holz"));
});

test("a search that ended stays ended, however late the page hears of it", async () => {
  window.history.pushState(null, "", "/inbox?q=holz");
  const { getByRole } = render(<Page search="q=holz" />);
  await userEvent.type(getByRole("combobox"), "{Escape}");
  expect(location.search).toBe("");
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(location.search).toBe("");
  expect(writes).not.toHaveBeenCalled();
});

/** The page as React knows it: the address may be further already. */
function Page({ search }: { search: string }) {
  return (
    <PathnameContext value="/inbox">
      <SearchParamsContext value={new URLSearchParams(search)}>
        <AddressProvider>
          <IntlProvider locale="en" messages={CATALOGUES.en}>
            <SearchField />
          </IntlProvider>
        </AddressProvider>
      </SearchParamsContext>
    </PathnameContext>
  );
}
