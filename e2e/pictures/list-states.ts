import { expect } from "@playwright/test";
import { goTo, type State } from "./states.ts";

export const LIST: State[] = [
  { name: "inbox", show: ({ page }) => goTo(page, "/inbox") },
  {
    name: "view-empty",
    show: ({ page }) => goTo(page, "/inbox?view=snoozed"),
  },
  {
    name: "list-loading",
    show: async ({ page }) => {
      await page.route("**/api/inbox/conversations?*", () => undefined);
      await goTo(page, "/inbox");
      await page.evaluate(() => history.pushState(null, "", "/inbox?view=done"));
      await page.waitForTimeout(300);
    },
  },
  {
    name: "list-failed",
    show: async ({ page, w }) => {
      await page.route("**/api/inbox/conversations?*", (route) => route.abort());
      await goTo(page, "/inbox");
      await page.evaluate(() => history.pushState(null, "", "/inbox?view=done"));
      await expect(page.getByText(w("inbox.list.failedToLoad"))).toBeVisible({ timeout: 30_000 });
    },
  },
  {
    name: "view-menu",
    only: "phone",
    show: async ({ page, w }) => {
      await goTo(page, "/inbox");
      await page.getByTitle(w("views.choose")).first().click();
      await expect(page.getByRole("menu")).toBeVisible();
    },
  },
  {
    name: "picked-out",
    only: "desk",
    show: async ({ page }) => {
      await goTo(page, "/inbox");
      for (const index of [1, 2, 4]) await page.getByRole("checkbox").nth(index).click({ force: true });
      await expect(page.getByRole("toolbar")).toBeVisible();
    },
  },
  {
    name: "notifications",
    show: async ({ page, w }) => {
      await goTo(page, "/inbox");
      await page.getByRole("button", { name: new RegExp(`^${w("team.bell.label")}`) }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await expect(page.getByRole("dialog").getByText(w("team.bell.loading"))).toHaveCount(0);
    },
  },
  {
    name: "member-menu",
    show: async ({ page, w }) => {
      await goTo(page, "/inbox");
      await page.getByRole("button", { name: w("common.account.menu") }).click();
      await expect(page.getByRole("menu")).toBeVisible();
    },
  },
  {
    name: "search",
    show: async ({ page }) => {
      await goTo(page, "/inbox?q=lamp");
      await expect(page.getByRole("option").first()).toBeVisible();
    },
  },
  {
    name: "search-nothing",
    show: async ({ page, w }) => {
      await goTo(page, "/inbox?q=zeppelin");
      await expect(page.getByText(w.like("search.nothing"))).toBeVisible();
    },
  },
  {
    name: "search-hit",
    show: async ({ page }) => {
      await goTo(page, "/inbox?q=lamp");
      await page.getByRole("option").first().click();
      await expect(page.getByRole("log")).toBeVisible();
    },
  },
];
