import { readFileSync } from "node:fs";
import { anotherInbox, expect, test } from "./fixtures.ts";

test("what is known of a customer is written down, seen by a colleague at once, and taken along as a file", async ({
  inbox,
  customer,
  page,
  browser,
}) => {
  await customer.writes("=1+1 Grüezi");
  await page.goto("/settings/fields");
  const name = `Kundennummer ${customer.username}`;
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("listitem").filter({ hasText: name })).toBeVisible();

  await inbox.open(customer);
  await showCustomer(page);
  const notes = page.getByRole("textbox", { name: "About this customer" });
  await notes.fill("Stammkundin, mag Nussbaum");
  const field = page.getByRole("textbox", { name });
  await field.fill("4711");
  await field.press("Enter");
  await expect(page.getByRole("complementary").getByText("Saved")).toBeVisible();
  await expect(field).toBeFocused();
  await expect(page.getByRole("complementary")).toMatchAriaSnapshot(PANE);
  const mute = page.getByRole("button", { name: "Mute", exact: true });
  await mute.press("Enter");
  await page.getByRole("button", { name: "Unmute" }).press("Enter");
  await expect(mute).toBeFocused();

  const colleague = await anotherInbox(browser);
  await colleague.open(customer);
  await showCustomer(colleague.page);
  await expect(colleague.page.getByRole("textbox", { name: "About this customer" })).toHaveValue(
    "Stammkundin, mag Nussbaum",
  );
  await expect(colleague.page.getByRole("textbox", { name })).toHaveValue("4711");
  await colleague.page.getByRole("textbox", { name: "About this customer" }).fill("Zieht im Mai um");
  await expect(notes).toHaveValue("Zieht im Mai um");

  await page.getByRole("button", { name: "More about this person" }).click();
  const json = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /JSON/ }).click();
  const all = JSON.parse(readFileSync(await (await json).path(), "utf8"));
  expect(all).toMatchObject({
    customer: { username: customer.username },
    notes: "Zieht im Mai um",
    fields: [{ name, value: "4711" }],
    messages: [{ from: "customer", text: "=1+1 Grüezi" }],
  });
  await page.getByRole("button", { name: "More about this person" }).click();
  const csv = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /CSV/ }).click();
  expect(readFileSync(await (await csv).path(), "utf8")).toContain(`"'=1+1 Grüezi"`);
});

test("who is blocked writes into a conversation that stays done, until they are unblocked", async ({
  inbox,
  customer,
  page,
}) => {
  await customer.writes("Buy followers!");
  await inbox.open(customer);
  await showCustomer(page);
  await page.getByRole("button", { name: "More about this person" }).click();
  await page.getByRole("menuitem", { name: "Block …" }).click();
  await page.getByRole("button", { name: "Block", exact: true }).click();
  await expect(page.getByText("nobody can write to them")).toBeVisible();
  await expect(inbox.reply).toHaveCount(0);
  await customer.writes("Cheap followers!");
  await expect(inbox.bubble("Cheap followers!")).toBeVisible();
  await page.goto("/inbox");
  await expect(inbox.conversations.getByRole("listitem").first()).toBeVisible();
  await expect(inbox.conversation(customer)).toHaveCount(0);

  await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: /^Done/ }).click();
  await inbox.conversation(customer).click();
  await showCustomer(page);
  await page.getByRole("button", { name: "More about this person" }).click();
  await page.getByRole("menuitem", { name: "Unblock" }).click();
  await expect(inbox.reply).toBeVisible();
  await expect(page.getByRole("region", { name: "Activity" })).toContainText(/unblocked this customer/);
});

test("a customer is erased for good, after their name was typed", async ({ inbox, customer, page, browser }) => {
  await customer.writes("Please forget me");
  await inbox.open(customer);
  const erased = page.url();
  const colleague = await anotherInbox(browser);
  await colleague.page.goto(erased);
  await colleague.reply.fill("Of course");
  await showCustomer(page);
  await page.getByRole("button", { name: "More about this person" }).click();
  await page.getByRole("menuitem", { name: "Erase this person …" }).click();
  const erase = page.getByRole("button", { name: "Erase for good" });
  await expect(erase).toBeDisabled();
  await page.getByRole("textbox", { name: /to confirm/ }).fill(customer.username);
  await erase.click();
  await expect(page.getByText("Nothing about this person is kept")).toBeVisible();
  await expect(inbox.conversation(customer)).toHaveCount(0);
  await page.goBack();
  await expect(page).not.toHaveURL(erased);
  await expect(colleague.page.getByText("It was erased, or you have no access to it.")).toBeVisible();
  await colleague.page.getByRole("link", { name: "Back to the list" }).click();
  await expect(colleague.page).toHaveURL(/\/inbox$/);
  await page.goto(`/inbox?q=${customer.username}`);
  await expect(page.getByText(/Nothing holds/)).toBeVisible();
});

const PANE = `
  - complementary "Customer":
    - button "Hide customer"
    - heading /^Guest \\w+$/ [level=2]
    - link /^Open @guest_\\w+ on Instagram$/
    - button "Search"
    - button "Mute"
    - button "More about this person"
    - term: Followers
    - region "Labels":
      - heading "Labels" [level=3]
      - button "Change labels"
    - region "About this customer":
      - textbox "About this customer": Stammkundin, mag Nussbaum
    - region "Details":
      - textbox /^Kundennummer guest_\\w+$/: "4711"
    - region "Activity"
`;

async function showCustomer(page: import("@playwright/test").Page): Promise<void> {
  const pane = page.getByRole("complementary", { name: "Customer" });
  if (!(await pane.isVisible())) await page.getByRole("button", { name: "Show customer" }).click();
  await expect(pane.getByRole("button", { name: "More about this person" })).toBeVisible();
}
