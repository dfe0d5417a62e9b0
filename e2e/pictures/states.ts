import { expect, type Page } from "@playwright/test";
import type { Words } from "./words.ts";

export type Device = "desk" | "phone";
export type Shown = { page: Page; w: Words; device: Device };
/** How one gets there, and what has to be taken back for the pictures after it; a name ends up in the name of the picture. */
export type State = {
  name: string;
  only?: Device;
  show: (shown: Shown) => Promise<void>;
  leave?: (shown: Shown) => Promise<void>;
};

export async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("main")).toBeVisible();
  // Takes nothing before the page is alive.
  for (const field of await page.locator("[data-search], [data-composer]").all()) await expect(field).toBeEditable();
}

/** Opens the conversation with somebody, wherever in the list they stand. */
export async function open({ page, device }: Shown, name: string): Promise<void> {
  await goTo(page, "/inbox");
  const row = page.locator("[data-conversation]").filter({ hasText: name }).first();
  await expect(async () => {
    if (!(await row.isVisible()))
      await page
        .getByRole("list")
        .first()
        .evaluate((list) => list.parentElement?.scrollBy(0, 500));
    await expect(row).toBeVisible({ timeout: 500 });
  }).toPass();
  await row.click();
  if (device === "desk") await page.mouse.move(10, 500);
  await expect(page.getByRole("log")).toBeVisible();
}
