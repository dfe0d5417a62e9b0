import { expect, type Page } from "@playwright/test";
import sharp, { type Sharp } from "sharp";
import { goTo, open, type Shown, type State } from "./states.ts";

export const CONVERSATION: State[] = [
  { name: "thread", show: (shown) => open(shown, "Lena Wirth") },
  { name: "thread-story", show: (shown) => open(shown, "Aylin Demir") },
  { name: "thread-ad", show: (shown) => open(shown, "Ben Osei") },
  { name: "thread-note", show: (shown) => open(shown, "Giulia Morandi") },
  { name: "thread-failed", show: (shown) => open(shown, "Tom Keller") },
  { name: "thread-closed", show: (shown) => open(shown, "Noah Brandt") },
  { name: "thread-closing", show: (shown) => open(shown, "Cleo Sommer") },
  ...[0, 0.34, 0.67, 1].map(
    (part, index): State => ({
      name: `thread-kinds-${index + 1}`,
      show: async (shown) => {
        await open(shown, "Kim Reuter");
        await shown.page.getByRole("log").evaluate((log, share) => {
          log.scrollTop = -(log.scrollHeight - log.clientHeight) * (1 - share);
        }, part);
      },
    }),
  ),
  {
    name: "thread-loading",
    show: async ({ page }) => {
      await page.route("**/api/inbox/threads/**", () => undefined);
      await page.route("**/api/inbox/conversations/*", () => undefined);
      await goTo(page, "/inbox");
      await page.locator("[data-conversation]").nth(6).click();
      await page.waitForTimeout(400);
    },
  },
  { name: "thread-gone", show: ({ page }) => goTo(page, "/inbox/00000000-0000-4000-8000-000000000000") },
  {
    name: "offline-banner",
    show: async (shown) => {
      await open(shown, "Mara Vogt");
      await shown.page.context().setOffline(true);
      await expect(shown.page.getByText(shown.w("inbox.live.reconnecting"))).toBeVisible({ timeout: 30_000 });
    },
  },
  {
    name: "message-menu",
    show: async (shown) => {
      await open(shown, "Aylin Demir");
      const message = shown.page.getByRole("article").last();
      await message.focus();
      await message.press("Enter");
      await expect(shown.page.getByRole("menu")).toBeVisible();
    },
  },
  {
    name: "message-details",
    show: async (shown) => {
      await open(shown, "Aylin Demir");
      const message = shown.page.getByRole("article").last();
      await message.focus();
      await message.press("Enter");
      await shown.page.getByRole("menuitem", { name: shown.w("inbox.menu.details") }).click();
      await expect(shown.page.getByRole("dialog")).toBeVisible();
    },
  },
  {
    name: "picture",
    show: async (shown) => {
      await open(shown, "Lena Wirth");
      await shown.page
        .getByRole("button", { name: shown.w("inbox.media.open") })
        .first()
        .click();
      await expect(shown.page.getByRole("dialog").getByRole("img")).toBeVisible();
    },
  },
  {
    name: "composer-long",
    leave: emptyComposer,
    show: async (shown) => {
      const { page, w } = shown;
      await open(shown, "Mara Vogt");
      await field(page).fill(LONG[w("common.close") === "Close" ? "en" : "de"].repeat(16));
      await page.locator("main summary").click();
    },
  },
  {
    name: "composer-emoji",
    show: async (shown) => {
      await open(shown, "Lena Wirth");
      await shown.page.getByRole("button", { name: shown.w("composer.emoji") }).click();
      await expect(shown.page.getByRole("gridcell").first()).toBeVisible();
    },
  },
  {
    name: "composer-saved",
    leave: emptyComposer,
    show: async (shown) => {
      await open(shown, "Lena Wirth");
      await field(shown.page).pressSequentially("/");
      await expect(shown.page.getByRole("option").first()).toBeVisible();
    },
  },
  {
    name: "composer-files",
    leave: emptyComposer,
    show: async (shown) => {
      await open(shown, "Ben Osei");
      const { page, w } = shown;
      const photo = await shownPhoto(page);
      const chosen = page.waitForEvent("filechooser");
      await page.getByRole("button", { name: w("composer.attach") }).click();
      await (await chosen).setFiles([
        { name: "IMG_2041.jpg", mimeType: "image/jpeg", buffer: await photo.clone().jpeg().toBuffer() },
        { name: "IMG_2042.jpg", mimeType: "image/jpeg", buffer: await photo.clone().flop().jpeg().toBuffer() },
      ]);
      await expect(page.getByRole("list", { name: w("composer.files") }).getByRole("listitem")).toHaveCount(2);
      await expect(page.getByRole("progressbar")).toHaveCount(0, { timeout: 30_000 });
    },
  },
  {
    name: "composer-note",
    leave: emptyComposer,
    show: async (shown) => {
      await open(shown, "Mara Vogt");
      await shown.page
        .getByRole("button", { name: new RegExp(`^${shown.w("composer.mode.note")}`) })
        .first()
        .click();
      await shown.page.getByRole("textbox", { name: shown.w("composer.noteLabel") }).fill("");
      await shown.page.getByRole("textbox", { name: shown.w("composer.noteLabel") }).pressSequentially("@");
      await expect(shown.page.getByRole("option").first()).toBeVisible();
    },
  },
  ...(["assign", "label", "snooze"] as const).map(
    (act): State => ({
      name: act,
      show: async (shown) => {
        await open(shown, "Mara Vogt");
        await shown.page
          .getByRole("button", {
            name: act === "assign" ? new RegExp(shown.w(`views.acts.${act}`)) : shown.w(`views.acts.${act}`),
            exact: true,
          })
          .filter({ visible: true })
          .first()
          .click();
        await expect(shown.page.getByRole("dialog")).toBeVisible();
      },
    }),
  ),
  {
    name: "snooze-date",
    show: async (shown) => {
      await open(shown, "Mara Vogt");
      await shown.page
        .getByRole("button", { name: shown.w("views.acts.snooze"), exact: true })
        .filter({ visible: true })
        .first()
        .click();
      await shown.page.getByRole("option").last().click();
      await expect(shown.page.locator("input[type=datetime-local]")).toBeVisible();
    },
  },
  { name: "palette", only: "desk", show: (shown) => byKey(shown, "Control+k") },
  { name: "keys", only: "desk", show: (shown) => byKey(shown, "?") },
  {
    name: "customer",
    show: async (shown) => {
      await open(shown, "Lena Wirth");
      await customer(shown);
    },
  },
  {
    name: "customer-below",
    show: async (shown) => {
      await open(shown, "Giulia Morandi");
      await customer(shown);
      await shown.page.getByRole("complementary").evaluate((pane) => {
        pane.scrollTop = pane.scrollHeight;
      });
    },
  },
  ...(["block", "erase"] as const).map(
    (act): State => ({
      name: `customer-${act}`,
      show: async (shown) => {
        await open(shown, "Noah Brandt");
        await customer(shown);
        await shown.page.getByRole("button", { name: shown.w("customer.acts.more") }).click();
        await shown.page.getByRole("menuitem", { name: shown.w(`customer.acts.${act}`) }).click();
        await expect(shown.page.getByRole("alertdialog")).toBeVisible();
      },
    }),
  ),
];

async function customer({ page, w }: Shown): Promise<void> {
  const more = page.getByRole("complementary").getByRole("button", { name: w("customer.acts.more") });
  if (!(await page.getByRole("complementary").isVisible())) await page.locator("[data-customer-toggle]").click();
  await expect(more).toBeVisible();
}

async function byKey(shown: Shown, key: string): Promise<void> {
  await open(shown, "Lena Wirth");
  await shown.page.keyboard.press("Escape");
  await shown.page.keyboard.press(key);
  await expect(shown.page.getByRole("dialog")).toBeVisible();
}

/** The picture that stands in the conversation, as a file. */
async function shownPhoto(page: Page): Promise<Sharp> {
  const path = await page.getByRole("log").locator("img").first().getAttribute("src");
  return sharp(await (await page.request.get(path ?? "")).body());
}

/** A draft is kept for the next visit, which is another picture. */
async function emptyComposer({ page, w }: Shown): Promise<void> {
  const files = page.getByRole("list", { name: w("composer.files") }).getByRole("button");
  while ((await files.count()) > 0) await files.first().click();
  const saved = page.waitForResponse((answer) => {
    if (!answer.url().endsWith("/drafts") || answer.request().method() !== "PUT") return false;
    const { text, uploadIds } = answer.request().postDataJSON();
    return text === "" && uploadIds.length === 0;
  });
  await field(page).fill("x");
  await field(page).fill("");
  await saved;
}

function field(page: Page) {
  return page.locator("[data-composer]");
}

const LONG = {
  en: "Thank you for your patience. The oak has arrived and is drying, so that your table can be begun next week. ",
  de: "Vielen Dank für Ihre Geduld. Die Eiche ist da und trocknet, sodass Ihr Tisch nächste Woche begonnen werden kann. ",
};
