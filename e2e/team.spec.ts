import { expect, test } from "./fixtures.ts";

const AGENT = { name: "Ben Frei", password: "seven quiet wooden drawers" };

test("an invited colleague answers, sees no secrets, and is out the moment they are removed", async ({
  browser,
  page,
  customer,
}) => {
  const email = `ben-${Date.now()}@brassmoon.example`;
  await page.goto("/settings/members");
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  const link = await page.locator('input[value*="/invite/"]').first().inputValue();

  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const theirs = await context.newPage();
  await theirs.goto(link);
  await theirs.getByRole("textbox", { name: "Name" }).fill(AGENT.name);
  await theirs.getByLabel("Password", { exact: true }).fill(AGENT.password);
  await theirs.getByRole("main").getByRole("button").last().click();
  await expect(theirs).toHaveURL(/\/inbox/);

  await customer.writes("Hello colleague");
  await theirs.getByRole("listitem").filter({ hasText: customer.name }).click();
  await theirs.getByRole("textbox", { name: "Reply" }).fill("Hello from Ben");
  await theirs.getByRole("button", { name: "Send", exact: true }).click();
  await expect(theirs.getByRole("article").filter({ hasText: "Hello from Ben" })).toContainText("Sent");

  await theirs.goto("/settings/accounts");
  await expect(theirs.getByRole("link", { name: "Connect Instagram account" })).toHaveCount(0);
  const refused = await theirs.goto("/settings/system");
  expect(refused?.status()).toBe(403);
  await theirs.goto("/inbox");

  await page.reload();
  await page.getByRole("button", { name: `Actions for ${AGENT.name}` }).click();
  await page.getByRole("menuitem", { name: /remove/i }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: /remove/i })
    .click();
  await expect(page.getByRole("main").getByText(email)).toHaveCount(0);
  await expect(theirs).toHaveURL(/\/sign-in/, { timeout: 20_000 });
  await context.close();
});

test("wrong passwords are refused with a sentence, and the address typed stays", async ({ browser }) => {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto("/inbox");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByRole("textbox", { name: "Email" }).fill("nobody@brassmoon.example");
  await page.getByLabel("Password", { exact: true }).fill("not the right one");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Email or password" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Email" })).toHaveValue("nobody@brassmoon.example");
  await context.close();
});
