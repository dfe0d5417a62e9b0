import { ACCOUNT, expect, test } from "./fixtures.ts";

/** Shorter than this a message may still be on its way to its webhook, and is left to it. */
const PATIENCE_MS = 40_000;

test("a message that Instagram never sent appears, marked, and the account and the log of calls tell of it", async ({
  page,
  simulator,
  customer,
  inbox,
}) => {
  await simulator.control("PATCH", `/accounts/${ACCOUNT.username}`, { subscribed_fields: [] });
  await customer.writes("Did you get this?", { ago_seconds: 8 });

  await page.goto("/settings/accounts");
  const card = page.getByRole("article", { name: `@${ACCOUNT.username}` });
  await expect(card.getByText(/Last compared with Instagram/)).toBeVisible();
  await expect(async () => {
    await card.getByRole("button", { name: "Check again" }).click();
    await page.reload();
    await expect(card.getByText(/1 message recovered that Instagram had not sent/)).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: PATIENCE_MS });

  await inbox.open(customer);
  await expect(inbox.bubble("Did you get this?")).toContainText("Fetched later");

  await page.goto("/settings/system");
  await expect(page.getByText(/\/api\/instagram\/data-deletion$/)).toBeVisible();
  const calls = page.getByRole("region", { name: "Calls to Instagram" });
  await expect(calls.getByRole("cell", { name: "GET me/conversations" }).first()).toBeVisible();
  await calls.getByLabel("Search").fill("subscribed_apps");
  await calls.getByRole("button", { name: "Show" }).click();
  await expect(calls.getByRole("cell", { name: "POST {account}/subscribed_apps" }).first()).toBeVisible();
  await expect(calls.getByRole("cell", { name: "GET me/conversations" })).toHaveCount(0);
  await calls.getByLabel("Only errors").check();
  await calls.getByRole("button", { name: "Show" }).click();
  await expect(calls.getByText("There are no such calls.")).toBeVisible();
});
