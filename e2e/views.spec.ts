import type { Locator, Page } from "@playwright/test";
import { type Customer, expect, Inbox, makeCustomer, test } from "./fixtures.ts";

const LABEL = `Order ${Math.random().toString(36).slice(2, 6)}`;

test("a day by keyboard: assign, label, put off, finish and take back", async ({ page, inbox, customer }) => {
  await createLabel(page);
  await customer.writes("Is the walnut table still there?");
  await inbox.open(customer);

  await page.keyboard.press("a");
  await page.getByRole("dialog").getByRole("option", { name: /You/ }).click();
  await expect(toast(page, "Assigned to")).toBeVisible();
  await goTo(page, "Mine");
  await expect(inbox.conversation(customer)).toBeVisible();
  await inbox.conversation(customer).getByRole("link").click();

  await page.keyboard.press("l");
  await page.getByRole("dialog").getByRole("combobox").fill(LABEL);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: LABEL }).click();
  await expect(page.getByRole("heading", { level: 1, name: LABEL })).toBeVisible();
  await inbox.conversation(customer).getByRole("link").click();

  await page.keyboard.press("s");
  await page.getByRole("dialog").getByRole("combobox").fill("Tomorrow m");
  await page.keyboard.press("Enter");
  // The pointer has rested on the row all the while.
  await expect(inbox.conversation(customer)).toHaveCount(0);
  await goTo(page, "Snoozed");
  await expect(inbox.conversation(customer)).toContainText("Snoozed until tomorrow");
  await customer.writes("Hello?");
  await expect(inbox.conversation(customer)).toHaveCount(0);
  await goTo(page, "Waiting");
  await inbox.conversation(customer).getByRole("link").click();
  await expect(inbox.messages).toBeVisible();

  await page.keyboard.press("e");
  await expect(inbox.conversation(customer)).toHaveCount(0);
  await expect(toast(page, "Done.")).toBeVisible();
  await page.keyboard.press("z");
  await expect(inbox.conversation(customer)).toBeVisible();
});

test("the address holds the place: reload, back and a link lead to the same list and thread", async ({
  page,
  inbox,
  customer,
}) => {
  await customer.writes("Which opening hours?");
  await page.goto("/inbox?view=waiting&sort=closing");
  await expect(page.getByRole("heading", { level: 1, name: "Waiting" })).toBeVisible();
  await inbox.find(customer);
  await inbox.conversation(customer).getByRole("link").click();
  await expect(inbox.bubble("Which opening hours?")).toBeVisible();
  const address = page.url();
  expect(address).toContain("view=waiting&sort=closing");
  await page.reload();
  await expect(inbox.bubble("Which opening hours?")).toBeVisible();
  await expect(page.getByRole("link", { name: /Closing soonest/ })).toBeVisible();
  await goTo(page, "Done");
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(page.getByRole("heading", { level: 1, name: "Waiting" })).toBeVisible();
});

test("several at once: picked by key, with Shift and all in one act, undone by one", async ({
  page,
  inbox,
  simulator,
}) => {
  const customers = [await makeCustomer(simulator), await makeCustomer(simulator), await makeCustomer(simulator)];
  for (const one of customers) await one.writes("About my order");
  const [first, , last] = customers as [Customer, Customer, Customer];
  const bar = page.getByRole("toolbar", { name: "Selected conversations" });
  await page.goto("/inbox");
  await inbox.conversation(last).getByRole("link").focus();
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+J");
  await expect(bar).toContainText("2 selected");
  await inbox
    .conversation(first)
    .getByRole("link")
    .click({ modifiers: ["Shift"] });
  await expect(bar).toContainText("3 selected");
  await bar.getByRole("button", { name: "Done" }).click();
  await expect(toast(page, "3 conversations done.")).toBeVisible();
  for (const one of customers) await expect(inbox.conversation(one)).toHaveCount(0);
  await expect(bar).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  for (const one of customers) await expect(inbox.conversation(one)).toBeVisible();
  await expect(toast(page, "3 conversations done.")).toHaveCount(0);

  await inbox.conversation(last).getByRole("link").focus();
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+J");
  await page.keyboard.press("e");
  await expect(toast(page, "2 conversations done.")).toBeVisible();
  await expect(bar).toHaveCount(0);
  await page.keyboard.press("z");
  for (const one of customers) await expect(inbox.conversation(one)).toBeVisible();
});

test("what stands under the pointer stays there while others write", async ({ page, inbox, simulator }) => {
  const customers: Customer[] = [];
  for (let count = 0; count < 3; count++) customers.push(await makeCustomer(simulator));
  for (const one of customers) await one.writes("Good morning");
  const [oldest, middle] = customers as [Customer, Customer];
  await page.goto("/inbox");
  const row = inbox.conversation(middle).getByRole("link");
  await row.hover();
  const before = await topOf(row);
  await oldest.writes("And one more thing");
  await expect(inbox.conversation(oldest)).toContainText("And one more thing");
  await expect.poll(() => placeOf(page, oldest)).toBe(0);
  expect(await topOf(row)).toBeCloseTo(before, 0);
  await middle.writes("Me too");
  await expect(inbox.conversation(middle)).toContainText("Me too");
  expect(await topOf(row)).toBeCloseTo(before, 0);
  await page.mouse.move(900, 300);
  await expect.poll(() => placeOf(page, middle)).toBe(0);
});

test("every command stands in the sheet of keys and in the palette", async ({ page, inbox, customer }) => {
  await customer.writes("Anybody there?");
  await inbox.open(customer);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  for (const name of ["Next conversation", "Done, or reopen", "Snooze", "Assign", "Label", "Mark as unread", "Reply"])
    await expect(sheet.getByText(name).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "All commands" });
  await expect(palette.getByRole("option").first()).toContainText("Done, or reopen");
  for (const name of ["Copy a link", "Insert emoji", "Heart", "Mute", "Export everything", "Erase this", "Sign out"])
    await expect(palette.getByRole("option", { name }).first()).toBeAttached();
  await palette.getByRole("option", { name: "React to, quote or copy" }).click();
  await page.getByRole("menuitem", { name: "React with 👍" }).click();
  await expect(inbox.bubble("Anybody there?")).toContainText("👍");
  await page.keyboard.press("m");
  await page.getByRole("menuitem", { name: "Reply to this" }).click();
  await expect(inbox.reply).toBeFocused();
  await page.keyboard.press("Control+k");
  await palette.getByRole("option", { name: "Block …" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("snoo");
  await page.getByRole("dialog").getByRole("option", { name: "Snoozed" }).click();
  await expect(page).toHaveURL(/view=snoozed/);
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill(customer.name);
  await page
    .getByRole("dialog")
    .getByRole("option", { name: `${customer.name} @` })
    .click();
  await expect(new Inbox(page).bubble("Anybody there?")).toBeVisible();

  // A page that knows no conversation: the server is asked.
  await page.goto("/settings/labels");
  await expect(page.getByRole("heading", { level: 1, name: "Labels" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill(customer.username.replace("_", " "));
  await page
    .getByRole("dialog")
    .getByRole("option", { name: `${customer.name} @` })
    .click();
  await expect(new Inbox(page).bubble("Anybody there?")).toBeVisible();
});

async function createLabel(page: Page): Promise<void> {
  await page.goto("/settings/labels");
  await page.getByRole("textbox", { name: "Name" }).fill(LABEL);
  await page.getByRole("button", { name: "Create label" }).click();
  await expect(page.getByRole("list", { name: "Labels" }).getByText(LABEL)).toBeVisible();
}

function goTo(page: Page, view: string): Promise<void> {
  return page
    .getByRole("navigation", { name: "Views" })
    .getByRole("link", { name: new RegExp(`^${view}`) })
    .click();
}

function toast(page: Page, text: string): Locator {
  return page.locator("[data-sonner-toast]").filter({ hasText: text });
}

async function topOf(row: Locator): Promise<number> {
  return (await row.boundingBox())?.y ?? Number.NaN;
}

/** Where the customer stands in the list, counted from the top. */
async function placeOf(page: Page, { name }: Customer): Promise<number> {
  const item = page.getByRole("list", { name: "Conversations" }).getByRole("listitem").filter({ hasText: name });
  return Number(await item.getAttribute("aria-posinset")) - 1;
}
