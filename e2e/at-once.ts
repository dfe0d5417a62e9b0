import { expect, type Page } from "@playwright/test";

/** Has what this member writes leave at once; else every reply of theirs waits the seconds in which it may be taken back. */
export async function sendAtOnce(page: Page): Promise<void> {
  await page.goto("/settings/profile");
  await page.getByRole("combobox", { name: "Time to take a reply back" }).click();
  await page.getByRole("option", { name: "Off, send at once" }).click();
  await expect(page.getByText("Your choice is saved.")).toBeVisible();
}
