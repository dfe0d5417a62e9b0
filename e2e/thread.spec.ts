import type { Locator } from "@playwright/test";
import { type Customer, expect, type Simulator, test } from "./fixtures.ts";

test("the place is kept while older and newer messages arrive", async ({ inbox, customer, simulator }) => {
  await tell(simulator, customer, 170);
  await inbox.open(customer);
  await inbox.page.getByRole("button", { name: "To the newest message" }).click();
  await expect(inbox.bubble("line 170.")).toBeInViewport();

  const log = inbox.messages;
  await scrollUpTo(log, inbox.bubble("line 130."));
  const before = await topOf(inbox.bubble("line 130."), log);
  const comesBack = async () => expect(await topOf(inbox.bubble("line 130."), log)).toBeCloseTo(before, 0);
  await inbox.page.reload();
  await expect(comesBack).toPass();
  for (const word of ["one", "two"]) await customer.writes(`news ${word}`);
  await expect(inbox.page.getByRole("button", { name: "2 new messages" })).toBeVisible();
  expect(await topOf(inbox.bubble("line 130."), log)).toBeCloseTo(before, 0);

  await scrollUpTo(log, inbox.bubble("line 20."));
  await expect(inbox.bubble("line 170.")).toHaveCount(0);
  const held = await topOf(inbox.bubble("line 20."), log);
  await customer.writes("news three");
  await expect(inbox.page.getByRole("button", { name: "3 new messages" })).toBeVisible();
  expect(await topOf(inbox.bubble("line 20."), log)).toBeCloseTo(held, 0);

  await inbox.page.getByRole("button", { name: "3 new messages" }).click();
  await expect(inbox.bubble("news three")).toBeInViewport();
  await expect(inbox.bubble("line 20.")).toHaveCount(0);
});

test("a quote leads to its message, however old, and the way back is short", async ({ inbox, customer, simulator }) => {
  const { mid } = await customer.writes("Which wood is it?", { ago_seconds: 4_000 });
  await tell(simulator, customer, 160);
  await customer.writes("I still want to know that", { reply_to: mid });
  await inbox.open(customer);

  await inbox.page.getByRole("button", { name: "To the newest message" }).click();
  const answer = inbox.bubble("I still want to know that");
  await expect(inbox.bubble("Which wood is it?").filter({ hasNotText: "I still" })).toHaveCount(0);
  await answer.getByRole("button", { name: /Which wood is it/ }).click();
  const asked = inbox.messages.getByRole("article").filter({ hasText: /^(?!.*I still).*Which wood is it/ });
  await expect(asked).toBeInViewport();
  await expect(asked).toBeFocused();
  await inbox.page.getByRole("button", { name: "To the newest message" }).click();
  await expect(answer).toBeInViewport();
});

test("every bubble has a menu, by pointer and by keys", async ({ inbox, customer }) => {
  await customer.writes("Do you have it in oak?");
  await customer.writes("Or in ash?");
  await inbox.open(customer);
  const { page } = inbox;

  const oak = inbox.bubble("in oak?");
  await oak.hover();
  await oak.getByRole("button", { name: "Actions for this message" }).click();
  await page.getByRole("menuitem", { name: "React with 👍" }).click();
  await expect(oak).toContainText("You reacted with 👍");

  await inbox.bubble("in ash?").focus();
  await page.keyboard.press("ArrowUp");
  await expect(oak).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Take back 👍", exact: true }).last().click();
  await expect(oak).not.toContainText("👍");
  await expect(oak).toBeFocused();

  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Details" }).click();
  await expect(page.getByRole("dialog", { name: "About this message" })).toContainText("Instagram delivered it");
  await page.keyboard.press("Escape");
  await expect(oak).toBeFocused();

  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Copy link" }).click();
  await expect(page.getByText("Link copied")).toBeVisible();
  await page.goto(await page.evaluate(() => navigator.clipboard.readText()));
  await expect(oak).toBeFocused();

  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Reply to this" }).click();
  await inbox.send("Yes, from May on.");
  const answer = inbox.bubble("Yes, from May on.");
  await expect(answer).toContainText("Sent");
  await expect(answer.getByRole("button", { name: /Do you have it in oak/ })).toBeVisible();
});

test("pictures open large, and the arrow keys go through all of them", async ({ inbox, customer }) => {
  await customer.writes("", { kind: "image", media: "walnut" });
  await customer.writes("and this", {});
  await customer.writes("", { kind: "image", media: "lamp" });
  await inbox.open(customer);
  await inbox.messages.getByRole("button", { name: "Open picture" }).last().click();
  const shown = inbox.page.getByRole("dialog");
  await expect(shown).toContainText("2 / 2");
  await inbox.page.keyboard.press("ArrowLeft");
  await expect(shown).toContainText("1 / 2");
  await inbox.page.keyboard.press("Escape");
  await expect(shown).toBeHidden();
});

test("the gallery of payloads is for development alone", async ({ page }) => {
  expect((await page.goto("/gallery"))?.status()).toBe(404);
});

/** So many lines, an earlier second each, delivered in one go. */
async function tell(simulator: Simulator, customer: Customer, count: number): Promise<void> {
  await simulator.control("PATCH", "/webhooks", { hold: true });
  for (let line = 1; line <= count; line++) {
    await customer.writes(`line ${line}.`, { ago_seconds: (count - line) * 20 + 60 });
  }
  await simulator.control("PATCH", "/webhooks", { hold: false });
  await simulator.control("POST", "/webhooks/release", { as: "batch" });
  await simulator.control("POST", "/webhooks/settle", { timeout_ms: 30_000 });
}

/** As a wheel does it, until the bubble is in sight, and back where that was too far; what is older comes along the way. */
async function scrollUpTo(log: Locator, bubble: Locator): Promise<void> {
  await log.hover();
  const heightPx = (await log.boundingBox())?.height ?? 0;
  await expect(async () => {
    const topPx = (await bubble.isVisible()) ? await topOf(bubble, log) : -1;
    if (topPx < 0) await log.page().mouse.wheel(0, -400);
    if (topPx > heightPx) await log.page().mouse.wheel(0, 150);
    await expect(bubble).toBeInViewport({ timeout: 50 });
    expect(await topOf(bubble, log)).toBeGreaterThan(0);
  }).toPass({ timeout: 30_000, intervals: [30] });
}

async function topOf(bubble: Locator, log: Locator): Promise<number> {
  const [own, frame] = await Promise.all([bubble.boundingBox(), log.boundingBox()]);
  if (!own || !frame) throw new Error("The bubble is not on the page.");
  return own.y - frame.y;
}
