import type { Page } from "@playwright/test";
import { Eyes } from "./eyes.ts";
import { expect, test } from "./fixtures.ts";

test("the pages in front of the door are accessible", async ({ page, browser, baseURL }) => {
  test.setTimeout(120_000);
  const link = await invitationLink(page);
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const outside = await context.newPage();
  const eyes = new Eyes(outside);
  await outside.goto("/sign-in");
  await outside.getByRole("textbox", { name: "Email" }).fill("nobody@brassmoon.example");
  await outside.getByLabel("Password", { exact: true }).fill("not the right one");
  await outside.getByRole("button", { name: "Sign in" }).click();
  await expect(outside.getByRole("alert").filter({ hasText: "Email or password" })).toBeVisible();
  await eyes.on("a refused sign-in");
  await outside.goto(link);
  await eyes.on("an invitation");
  await outside.goto("/invite/nothing");
  await eyes.on("an invitation that is over");
  await outside.goto("/data-deletion/nothing");
  await eyes.on("a page that does not exist");
  await outside.goto(`${baseURL}/offline`);
  await eyes.on("without a connection");
  eyes.found();
  await context.close();
});

async function invitationLink(page: Page): Promise<string> {
  await page.goto("/settings/members");
  await page.getByRole("textbox", { name: "Email" }).fill(`late-${Date.now()}@brassmoon.example`);
  await page.getByRole("button", { name: "Send invitation" }).click();
  return page.locator('input[value*="/invite/"]').first().inputValue();
}
