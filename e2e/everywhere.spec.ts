import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixtures.ts";

test.describe("in German", () => {
  test.use({ locale: "de-DE" });

  test("the inbox speaks German, with German dates and states", async ({ page, customer }) => {
    await customer.writes("Grüezi, gibt es den Tisch noch?");
    await page.goto("/inbox");
    await page
      .getByRole("list", { name: "Unterhaltungen" })
      .getByRole("listitem")
      .filter({ hasText: customer.name })
      .click();
    await page.getByRole("textbox", { name: "Antwort" }).fill("Ja, zwei Stück.");
    await page.getByRole("button", { name: "Senden", exact: true }).click();
    const bubble = page.getByRole("log").getByRole("article").filter({ hasText: "Ja, zwei Stück." });
    await expect(bubble).toContainText("Gesendet");
    await expect(page.getByRole("log")).toContainText("Heute");
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("shows one pane at a time and leads back", async ({ page, inbox, customer }) => {
    await customer.writes("Writing from the tram");
    await page.goto("/inbox");
    await inbox.conversation(customer).tap();
    await expect(inbox.bubble("Writing from the tram")).toBeVisible();
    await expect(inbox.conversations).toBeHidden();
    await inbox.send("Read on the tram");
    await expect(inbox.bubble("Read on the tram")).toContainText("Sent");
    await page.getByRole("link", { name: /back/i }).click();
    await expect(inbox.conversation(customer)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`every screen is free of accessibility faults a machine can find (${colorScheme})`, async ({
    page,
    inbox,
    customer,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await customer.writes("Is this readable?");
    await inbox.open(customer);
    await expectAccessible(page);
    for (const path of [
      "/inbox",
      "/settings/accounts",
      "/settings/replies",
      "/settings/profile",
      "/settings/members",
      "/settings/developers",
      "/settings/system",
    ]) {
      await page.goto(path);
      await expect(page.getByRole("main")).toBeVisible();
      await expectAccessible(page);
    }
  });
}

async function expectAccessible(page: import("@playwright/test").Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`)).toEqual([]);
}
