import { expect } from "@playwright/test";
import { goTo, type State } from "./states.ts";

export const SETTINGS: State[] = [
  ...["accounts", "replies", "labels", "fields", "profile", "members", "developers", "system"].map(
    (name): State => ({
      name: `settings-${name}`,
      show: ({ page }) => goTo(page, `/settings/${name}`),
    }),
  ),
  {
    name: "settings-webhook",
    show: async ({ page, w }) => {
      await goTo(page, "/settings/developers");
      await page
        .getByRole("button", { name: w("webhooks.add") })
        .first()
        .click();
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  },
  {
    name: "settings-disconnect",
    show: async ({ page, w }) => {
      await goTo(page, "/settings/accounts");
      await page
        .getByRole("button", { name: w("accounts.actions.disconnect") })
        .first()
        .click();
      await expect(page.getByRole("alertdialog")).toBeVisible();
    },
  },
  { name: "not-found", show: ({ page }) => goTo(page, "/settings/nothing") },
];
