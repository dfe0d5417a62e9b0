import { sendAtOnce } from "./at-once.ts";
import { Eyes } from "./eyes.ts";
import { ACCOUNT, ADMIN, ADMIN_STATE, expect, test } from "./fixtures.ts";

test("a newcomer sets up the inbox, connects an account, is written to and replies", async ({
  page,
  inbox,
  customer,
}) => {
  await test.step("makes the first admin", async () => {
    await page.goto("/");
    await expect(page).toHaveURL(/\/setup$/);
    const eyes = new Eyes(page);
    await eyes.on("making the first admin");
    eyes.found();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill(ADMIN.name);
    await page.getByRole("textbox", { name: "Email" }).fill(ADMIN.email);
    await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
    await page.getByRole("main").getByRole("button").last().click();
    await expect(page).toHaveURL(/\/settings\/accounts/);
  });

  await test.step("changes their mind on Instagram's page and is told so", async () => {
    await page.goto("/settings/accounts");
    await page.getByRole("link", { name: "Connect Instagram account" }).first().click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(page).toHaveURL(/\/settings\/accounts/);
    await expect(page.getByRole("main")).toContainText(/nothing was (connected|changed)/i);
  });

  await test.step("connects the account", async () => {
    await page.getByRole("link", { name: "Connect Instagram account" }).first().click();
    await page.getByRole("button", { name: "Allow" }).click();
    await expect(page).toHaveURL(/\/settings\/accounts/);
    const account = page.getByRole("article", { name: `@${ACCOUNT.username}` });
    await expect(account).toContainText(/valid until/i);
  });

  await test.step("sees the customer's message appear without a reload", async () => {
    await page.goto("/inbox");
    await customer.writes("Hi! Is the walnut side table still available?");
    await inbox.conversation(customer).click();
    await expect(inbox.bubble("Is the walnut side table still available?")).toBeVisible();
  });

  await test.step("replies, and the customer has the reply", async () => {
    await inbox.send("Hello! Yes, two are left.");
    await expect(inbox.bubble("Yes, two are left.")).toContainText("Sent");
    await expect.poll(() => customer.reads()).toContain("Hello! Yes, two are left.");
    await customer.does("seen");
    await expect(inbox.bubble("Yes, two are left.")).toContainText("Seen");
  });

  await test.step("prefers that replies leave at once, as all stories after this one do", async () => {
    await sendAtOnce(page);
  });

  await page.context().storageState({ path: ADMIN_STATE });
});
