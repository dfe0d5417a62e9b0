import { attachTwo, Eyes, walkTo } from "./eyes.ts";
import { expect, test } from "./fixtures.ts";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test("every layer of the phone's layout is accessible", async ({ page, inbox, customer }) => {
  test.setTimeout(240_000);
  const eyes = new Eyes(page);
  await customer.writes("Do you deliver to Ascona?");
  await customer.writes("", { kind: "image", media: "walnut", text: undefined });
  await page.goto("/inbox");
  await expect(inbox.conversation(customer)).toBeVisible();
  await eyes.on("the list");
  await page.getByRole("heading", { level: 1 }).getByRole("button").tap();
  await eyes.on("choosing a view", "[role=menu]");
  await page.keyboard.press("Escape");
  await page.goto(`/inbox?q=${customer.username}`);
  await expect(page.getByRole("option").first()).toBeVisible();
  await eyes.on("a search");
  await page.getByRole("option").first().tap();
  await expect(inbox.bubble("Ascona")).toBeVisible();
  await eyes.on("a conversation that was searched for");

  await inbox.reply.tap();
  await attachTwo(page);
  await eyes.on("files about to be sent", "form:has([data-composer])");
  await page.getByRole("button", { name: "Insert emoji" }).tap();
  await expect(page.getByRole("gridcell").first()).toBeVisible();
  // A phone's keyboard would cover what was asked for.
  await expect(page.getByRole("searchbox").or(page.getByPlaceholder("Search emoji"))).not.toBeFocused();
  await eyes.on("the emoji picker");
  await page.keyboard.press("Escape");
  await inbox.reply.blur();
  for (const act of ["Assign", "Label", "Snooze"]) {
    await page.getByRole("button", { name: act, exact: true }).tap();
    await eyes.on(act, "[role=dialog]");
    await expect(page.getByRole("combobox")).not.toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await page.getByRole("region", { name: "Messages" }).getByRole("button", { name: customer.name }).tap();
  await expect(page.getByRole("button", { name: "More about this person" })).toBeVisible();
  await eyes.on("the customer over the conversation");
  await page.getByRole("button", { name: "More about this person" }).tap();
  await page.getByRole("menuitem", { name: "Erase this person …" }).tap();
  await eyes.on("erasing", "[role=alertdialog]");
  await page.keyboard.press("Escape");

  await page.goto("/settings/accounts");
  await eyes.on("the settings, Accounts");
  for (const name of ["Saved replies", "Members", "Profile", "Developers", "System"]) {
    await walkTo(page, name);
    await eyes.on(`the settings, ${name}`);
  }
  eyes.found();
});
