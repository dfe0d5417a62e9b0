import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "@playwright/test";
import sharp from "sharp";
import { ADMIN, expect, Simulator, test } from "./fixtures.ts";
import { CONVERSATION } from "./pictures/conversation-states.ts";
import { fillWithHistory, writeTheDay } from "./pictures/day.ts";
import { writeGallery } from "./pictures/gallery.ts";
import { LIST } from "./pictures/list-states.ts";
import { SETTINGS } from "./pictures/settings-states.ts";
import { type Device, goTo, type State } from "./pictures/states.ts";
import { type Language, readWords } from "./pictures/words.ts";
import { workTheDay } from "./pictures/work.ts";

/**
 * The pictures in docs/screens, taken from the running app: `npm run pictures`. A believable week of a small workshop, on a desk
 * and on a phone, in both themes; once in each language, in an installation of its own.
 */
const FOLDER = "docs/screens";
const language: Language = process.env.PICTURES === "de" ? "de" : "en";
const w = readWords(language);
const simulator = new Simulator();
const ADMIN_STATE = join(process.env.E2E_DATA_DIR ?? "", "pictures-admin.json");
const AGENT_STATE = join(process.env.E2E_DATA_DIR ?? "", "pictures-agent.json");

const DEVICES: Record<Device, BrowserContextOptions> = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

/** States that could not be shown; the others are taken all the same. */
const missing: string[] = [];

test.describe.configure({ mode: "serial", timeout: 1_800_000 });
test.beforeAll(() => void mkdirSync(FOLDER, { recursive: true }));
test.afterAll(() => writeGallery(FOLDER));

test("the first minutes", async ({ browser }) => {
  await takeAll(browser, {}, [{ name: "setup", show: ({ page }) => goTo(page, "/setup") }]);
  const page = await openPage(browser, "desk");
  await page.goto("/setup");
  await page.getByRole("textbox", { name: w("auth.setup.name"), exact: true }).fill(ADMIN.name);
  await page.getByRole("textbox", { name: w("auth.setup.email") }).fill(ADMIN.email);
  await page.getByLabel(w("auth.setup.password"), { exact: true }).fill(ADMIN.password);
  await page.getByRole("button", { name: w("auth.setup.submit") }).click();
  await expect(page).toHaveURL(/\/settings\/accounts/);
  await page.context().storageState({ path: ADMIN_STATE });
  await takeAll(browser, { storageState: ADMIN_STATE }, [
    { name: "first-accounts", show: ({ page: own }) => goTo(own, "/settings/accounts") },
    { name: "first-inbox", show: ({ page: own }) => goTo(own, "/inbox") },
  ]);
  await page
    .getByRole("link", { name: w("accounts.connect") })
    .first()
    .click();
  await takePicture(page, `simulator-consent-desk-${language}-light`);
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page).toHaveURL(/\/settings\/accounts/);
  await takeAll(browser, { storageState: ADMIN_STATE }, [
    { name: "first-connected", show: ({ page: own }) => goTo(own, "/settings/accounts?outcome=connected") },
    { name: "first-waiting", show: ({ page: own }) => goTo(own, "/inbox") },
  ]);
  await page.context().close();
});

test("the inbox, in every state", async ({ browser }) => {
  const page = await openPage(browser, "desk", { storageState: ADMIN_STATE });
  const invitation = await invite(page, "Nora Winter");
  await takeAll(browser, {}, [
    { name: "invitation", show: ({ page: own }) => goTo(own, invitation) },
    { name: "invitation-over", show: ({ page: own }) => goTo(own, "/invite/nothing") },
    { name: "sign-in", show: ({ page: own }) => goTo(own, "/sign-in") },
    { name: "sign-in-refused", show: ({ page: own }) => signInWrongly(own) },
    { name: "offline", show: async ({ page: own }) => void (await own.goto("/offline")) },
  ]);
  const nora = await enter(browser, invitation, "Nora Winter");
  await nora.context().storageState({ path: AGENT_STATE });
  await fillWithHistory(language, simulator);
  await writeTheDay(language, simulator);
  await workTheDay({ page, colleague: nora, w, language, simulator });
  await nora.context().close();
  await page.context().close();
  await takeAll(browser, { storageState: ADMIN_STATE }, [...LIST, ...CONVERSATION]);
});

test("the settings", async ({ browser }) => {
  await takeAll(browser, { storageState: ADMIN_STATE }, SETTINGS);
  await takeAll(browser, { storageState: AGENT_STATE }, [
    { name: "forbidden", show: ({ page }) => goTo(page, "/settings/system") },
  ]);
});

test("the customer's side, in the simulator", async ({ browser }) => {
  const page = await openPage(browser, "desk");
  await page.setViewportSize({ width: 1200, height: 860 });
  await page.goto(process.env.E2E_SIMULATOR_URL ?? "");
  await page.getByRole("list", { name: "Customers" }).getByText("Lena Wirth").click();
  await expect(page.getByRole("log")).toBeVisible();
  await takePicture(page, `simulator-desk-${language}-light`);
  await page.context().close();
});

test("none is missing", () => expect(missing).toEqual([]));

/** Each state is visited once for each device, and looked at in both themes there. */
async function takeAll(browser: Browser, options: BrowserContextOptions, states: State[]): Promise<void> {
  for (const device of ["desk", "phone"] as const) {
    const context = await openContext(browser, device, options);
    for (const { name, only, show, leave } of states) {
      if (only && only !== device) continue;
      await test.step(`${name}, ${device}`, async () => {
        const page = await context.newPage();
        page.setDefaultTimeout(15_000);
        try {
          await show({ page, w, device });
          for (const theme of ["light", "dark"] as const) {
            await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
            await takePicture(page, `${name}-${device}-${language}-${theme}`);
          }
          await leave?.({ page, w, device });
        } catch (error) {
          missing.push(`${name}, ${device}: ${error}`);
        }
        await page.close();
        await context.setOffline(false);
      });
    }
    await context.close();
  }
}

async function openPage(browser: Browser, device: Device, options: BrowserContextOptions = {}): Promise<Page> {
  return (await openContext(browser, device, options)).newPage();
}

async function openContext(browser: Browser, device: Device, options: BrowserContextOptions): Promise<BrowserContext> {
  const locale = language === "de" ? "de-CH" : "en-GB";
  return browser.newContext({ ...DEVICES[device], locale, timezoneId: "Europe/Zurich", ...options });
}

async function takePicture(page: Page, name: string): Promise<void> {
  await page
    .waitForFunction(
      () => {
        const isInSight = (element: Element) => {
          const { top, bottom, width } = element.getBoundingClientRect();
          return width > 0 && bottom > 0 && top < innerHeight;
        };
        const isDrawn = (image: HTMLImageElement) => image.complete && image.naturalWidth > 0;
        const isLoading = [...document.querySelectorAll(".animate-pulse")].some(isInSight);
        return !isLoading && [...document.images].filter(isInSight).every(isDrawn);
      },
      null,
      { timeout: 6_000 },
    )
    // Some states are of what is loading, or of what will never come.
    .catch(() => undefined);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const shot = await page.screenshot({ animations: "disabled", caret: "hide" });
  writeFileSync(join(FOLDER, `${name}.webp`), await sharp(shot).webp({ quality: 75, effort: 5 }).toBuffer());
}

async function invite(page: Page, name: string): Promise<string> {
  await goTo(page, "/settings/members");
  const email = `${name.split(" ")[0]?.toLowerCase()}@brassmoon.example`;
  await page.getByRole("textbox", { name: w("members.invite.email") }).fill(email);
  await page.getByRole("button", { name: w("members.invite.submitMail") }).click();
  return page.locator('input[value*="/invite/"]').first().inputValue();
}

async function enter(browser: Browser, invitation: string, name: string): Promise<Page> {
  const page = await openPage(browser, "desk", { storageState: { cookies: [], origins: [] } });
  await page.goto(invitation);
  await page.getByRole("textbox", { name: w("auth.invitation.name") }).fill(name);
  await page.getByLabel(w("auth.invitation.password"), { exact: true }).fill("seven quiet wooden drawers");
  await page.getByRole("button", { name: w("auth.invitation.submit") }).click();
  await expect(page).toHaveURL(/\/inbox/);
  return page;
}

async function signInWrongly(page: Page): Promise<void> {
  await goTo(page, "/sign-in");
  await page.getByRole("textbox", { name: w("auth.signIn.email") }).fill("ada@brassmoon.example");
  await page.getByLabel(w("auth.signIn.password"), { exact: true }).fill("not the right one");
  await page.getByRole("button", { name: w("auth.signIn.submit") }).click();
  await expect(page.getByRole("alert").filter({ hasText: w("errors.wrong_credentials") })).toBeVisible();
}
