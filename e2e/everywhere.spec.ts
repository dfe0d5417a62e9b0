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
