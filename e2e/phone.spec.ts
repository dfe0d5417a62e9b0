import type { Locator, Page } from "@playwright/test";
import { expect, makeCustomer, test } from "./fixtures.ts";

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

test("what one does with a conversation is within a thumb's reach, and makes room for writing", async ({
  page,
  inbox,
  customer,
}) => {
  await customer.writes("Can I return this?");
  await page.goto("/inbox");
  await inbox.conversation(customer).tap();
  const acts = page.getByRole("group", { name: "Actions for this conversation" });
  for (const name of ["Assign", "Label", "Snooze", "Unread", "Done"]) {
    const button = acts.getByRole("button", { name, exact: true });
    const box = await button.boundingBox();
    expect(box?.y).toBeGreaterThan(740 * 0.6);
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
  await expect(page.getByRole("button", { name: "Done", exact: true })).toHaveCount(1);

  await inbox.reply.tap();
  await expect(acts).toBeHidden();
  await inbox.reply.fill("Yes, within thirty days.");
  const send = page.getByRole("button", { name: "Send", exact: true });
  await expect(send).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 360, height: 360 });
  await inbox.reply.fill("And once more:\n".repeat(14));
  await expect(send).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 360, height: 740 });
  await inbox.reply.fill("");
  await inbox.reply.blur();
  await acts.getByRole("button", { name: "Done", exact: true }).tap();
  await expect(inbox.conversation(customer)).toHaveCount(0);
});

test("the customer lies over the conversation, and the way back leads from one to the other", async ({
  page,
  inbox,
  customer,
}) => {
  await customer.writes("Do you know me?");
  await page.goto("/inbox");
  await inbox.conversation(customer).tap();
  await inbox.reply.fill("Of course");
  const toggle = page.getByRole("region", { name: "Messages" }).getByRole("button", { name: customer.name });
  await toggle.tap();
  const pane = page.getByRole("complementary", { name: "Customer" });
  await expect(pane.getByRole("button", { name: "Hide customer" })).toBeFocused();
  await expect(inbox.messages).toBeHidden();
  await page.goBack();
  await expect(pane).toBeHidden();
  await expect(inbox.reply).toHaveValue("Of course");
  await expect(toggle).toBeFocused();

  await toggle.tap();
  await expect(pane.getByRole("button", { name: "Hide customer" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(pane).toBeHidden();
  await page.goBack();
  await expect(inbox.conversation(customer)).toBeVisible();
  await inbox.conversation(customer).tap();
  await expect(pane).toBeHidden();
});

test("a keyboard that covers the page leaves the composer in sight", async ({ page, inbox, customer }) => {
  await customer.writes("Are you there?");
  await page.goto("/inbox");
  await inbox.conversation(customer).tap();
  await inbox.reply.tap();
  // Safari's keyboard: what is seen gets smaller, the page does not hear of it.
  await page.evaluate(() => {
    Object.defineProperty(window.visualViewport, "height", { value: 420, configurable: true });
    window.visualViewport?.dispatchEvent(new Event("resize"));
  });
  await expect.poll(async () => bottomOf(await inbox.reply.boundingBox())).toBeLessThanOrEqual(420);
  await page.evaluate(() => {
    Object.defineProperty(window.visualViewport, "height", { value: window.innerHeight, configurable: true });
    window.visualViewport?.dispatchEvent(new Event("resize"));
  });
  await expect.poll(async () => bottomOf(await inbox.reply.boundingBox())).toBeGreaterThan(600);
});

test("a finger that rests on a row picks it out, further ones are tapped, and the acts are below the thumb", async ({
  page,
  inbox,
  simulator,
}) => {
  const [first, second] = [await makeCustomer(simulator), await makeCustomer(simulator)];
  for (const one of [first, second]) await one.writes("About my parcel");
  await page.goto("/inbox");
  const row = inbox.conversation(first).getByRole("link");
  await expect(row).toBeVisible();
  await rest(page, row);
  await expect(inbox.conversation(first).getByRole("checkbox")).toBeChecked();
  await expect(page).toHaveURL(/\/inbox$/);
  await inbox.conversation(second).getByRole("link").tap();
  const bar = page.getByRole("toolbar", { name: "Selected conversations" });
  await expect(bar).toContainText("2 selected");
  const done = bar.getByRole("button", { name: "Done" });
  expect((await done.boundingBox())?.y).toBeGreaterThan(740 * 0.6);
  await done.tap();
  for (const one of [first, second]) await expect(inbox.conversation(one)).toHaveCount(0);
});

/** Playwright taps, but does not hold: the browser is told of the touch itself. */
async function rest(page: Page, element: Locator): Promise<void> {
  const box = await element.boundingBox();
  if (!box) throw new Error("There is nothing to touch.");
  const browser = await page.context().newCDPSession(page);
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  await browser.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
  await expect(page.getByRole("toolbar", { name: "Selected conversations" })).toBeVisible();
  await browser.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

function bottomOf(box: { y: number; height: number } | null): number {
  return box ? box.y + box.height : Number.NaN;
}
