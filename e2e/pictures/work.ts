import { expect, type Page } from "@playwright/test";
import { ACCOUNT, type Simulator } from "../fixtures.ts";
import { goTo } from "./states.ts";
import type { Language, Words } from "./words.ts";

type Work = { page: Page; colleague: Page; w: Words; language: Language; simulator: Simulator };

/** What the two members do before the pictures are taken: answers, one of which fails, a note, an assignment; saved replies and fields. */
export async function workTheDay({ page, colleague, w, language, simulator }: Work): Promise<void> {
  const say = (en: string, de: string) => (language === "de" ? de : en);
  await preferSendingAtOnce(page, w);
  await prepareSettings(page, w, say);

  await open(page, "Lena Wirth");
  await send(
    page,
    w,
    say(
      "Hello Lena! Yes, two are left. Would you like me to put one aside?",
      "Hallo Lena! Ja, zwei sind noch da. Soll ich einen zurücklegen?",
    ),
  );
  const at = { account: ACCOUNT.username };
  const { messages } = await simulator.control<{ messages: { mid: string }[] }>(
    "GET",
    `/threads?customer=lena.wirth.foto&account=${ACCOUNT.username}`,
  );
  await simulator.control("POST", "/customers/lena.wirth.foto/react", { ...at, emoji: "❤️", mid: messages.at(-1)?.mid });
  const { mid } = await simulator.control<{ mid: string }>("POST", "/customers/lena.wirth.foto/messages", {
    ...at,
    text: say("Yes please, until Saturdya", "Ja gern, bis Smastag"),
  });
  await simulator.control("POST", "/customers/lena.wirth.foto/edit", {
    ...at,
    mid,
    text: say("Yes please, until Saturday 🙏", "Ja gern, bis Samstag 🙏"),
  });
  await expect(page.getByRole("log")).toContainText("🙏");
  // Who answers what has just come, unread, is stopped.
  await page.waitForTimeout(2_000);
  await send(
    page,
    w,
    say("Done. It is in the back with your name on it.", "Ist gemacht. Er steht mit Ihrem Namen im Lager."),
  );
  await simulator.control("POST", "/customers/lena.wirth.foto/seen", at);
  await expect(page.getByRole("article").last()).toContainText(w("inbox.status.seen"));

  await open(colleague, "Giulia Morandi");
  await colleague.keyboard.press("Escape");
  await colleague.keyboard.press("n");
  const note = colleague.getByRole("textbox", { name: w("composer.noteLabel") });
  await note.fill(
    say(
      "@Ada Berger may I offer them ten per cent from four on?",
      "@Ada Berger darf ich ihnen ab vier Stück zehn Prozent anbieten?",
    ),
  );
  await colleague.getByRole("button", { name: w("composer.addNote") }).click();
  await expect(colleague.getByRole("log")).toContainText("Ada Berger");
  await open(page, "Giulia Morandi");
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await page
    .getByRole("textbox", { name: w("composer.noteLabel") })
    .fill(say("Yes, and delivery is free.", "Ja, und die Lieferung ist gratis."));
  await page.getByRole("button", { name: w("composer.addNote") }).click();
  await expect(page.getByRole("log")).toContainText(say("delivery is free", "Lieferung ist gratis"));
  await page.getByRole("button", { name: w("views.acts.assign"), exact: true }).click();
  await page.getByRole("option", { name: "Nora Winter" }).click();
  await expect(page.getByRole("button", { name: /Nora Winter/ }).first()).toBeVisible();

  await simulator.spoils({ match: { endpoint: "messages" }, error: "unavailable" });
  await open(page, "Tom Keller");
  await page
    .locator("[data-composer]")
    .fill(say("Yes, on Tuesdays and Fridays for CHF 40.", "Ja, dienstags und freitags für 40 Franken."));
  await page.getByRole("button", { name: w("composer.send"), exact: true }).click();
  await expect(page.getByRole("article").last()).toContainText(w("inbox.status.failed"));

  await open(page, "Mara Vogt");
  await page.locator("[data-composer]").fill(say("In oak, gladly. ", "In Eiche sehr gern. "));
  await goTo(page, "/inbox");
}

/** Nothing in the pictures is to depend on seconds. */
async function preferSendingAtOnce(page: Page, w: Words): Promise<void> {
  await goTo(page, "/settings/profile");
  await page.getByRole("combobox", { name: w("composer.preferences.undo") }).click();
  await page.getByRole("option").first().click();
  await expect(page.getByText(w("composer.preferences.saved"))).toBeVisible();
}

async function prepareSettings(page: Page, w: Words, say: (en: string, de: string) => string): Promise<void> {
  for (const [shortcut, text] of [
    [
      say("hours", "zeiten"),
      say(
        "We are open Tuesday to Friday from 10 to 18:30, and on Saturday from 10 to 16.",
        "Wir haben Dienstag bis Freitag von 10 bis 18:30 Uhr offen, am Samstag von 10 bis 16 Uhr.",
      ),
    ],
    [
      say("thanks", "danke"),
      say("Thank you, {{first_name}}! Have a lovely day.", "Vielen Dank, {{first_name}}! Einen schönen Tag Ihnen."),
    ],
    [
      say("delivery", "lieferung"),
      say(
        "We deliver on Tuesdays and Fridays for CHF 40, up to the third floor.",
        "Wir liefern dienstags und freitags für 40 Franken, bis in den dritten Stock.",
      ),
    ],
  ] as const) {
    await goTo(page, "/settings/replies");
    await page.getByRole("textbox", { name: w("composer.replies.shortcut") }).fill(shortcut);
    await page.getByRole("textbox", { name: w("composer.replies.text") }).fill(text);
    await page.getByRole("button", { name: w("composer.replies.create") }).click();
    await expect(page.getByText(`/${shortcut}`).first()).toBeVisible();
  }
  for (const name of [say("Customer number", "Kundennummer"), say("Delivery address", "Lieferadresse")]) {
    await goTo(page, "/settings/fields");
    await page.getByRole("textbox", { name: w("customer.settings.name") }).fill(name);
    await page.getByRole("button", { name: w("customer.settings.create"), exact: true }).click();
    await expect(page.getByRole("listitem").filter({ hasText: name })).toBeVisible();
  }
}

async function open(page: Page, name: string): Promise<void> {
  await goTo(page, "/inbox");
  const row = page.locator("[data-conversation]").filter({ hasText: name }).first();
  await expect(async () => {
    if (!(await row.isVisible())) await page.mouse.move(460, 500).then(() => page.mouse.wheel(0, 500));
    await expect(row).toBeVisible({ timeout: 500 });
  }).toPass();
  await row.click();
  await expect(page.getByRole("log")).toBeVisible();
}

async function send(page: Page, w: Words, text: string): Promise<void> {
  await page.locator("[data-composer]").fill(text);
  await page.locator("[data-composer]").press("Enter");
  await expect(page.getByRole("article").filter({ hasText: text })).toHaveCount(1);
  await expect(page.getByRole("article").filter({ hasText: text })).toContainText(w("inbox.status.sent"));
}
