import { mkdirSync } from "node:fs";
import type { Browser } from "@playwright/test";
import { ACCOUNT, ADMIN_STATE, expect, Inbox, type Simulator, test } from "./fixtures.ts";

/**
 * The pictures in docs/screens, taken from the running app: `npm run pictures`. A small believable day, seen on a desk and a
 * phone, in both themes and both languages.
 */
const FOLDER = "docs/screens";
const HOUR = 3600;

type View = { name: string; locale: "en-US" | "de-DE"; colorScheme: "light" | "dark"; width: number; height: number };

const VIEWS: View[] = [
  { name: "desk", locale: "en-US", colorScheme: "light", width: 1440, height: 900 },
  { name: "desk-dark", locale: "en-US", colorScheme: "dark", width: 1440, height: 900 },
  { name: "desk-german", locale: "de-DE", colorScheme: "light", width: 1440, height: 900 },
  { name: "phone", locale: "en-US", colorScheme: "light", width: 390, height: 844 },
  { name: "phone-dark", locale: "de-DE", colorScheme: "dark", width: 390, height: 844 },
];

test("pictures", async ({ browser, simulator }) => {
  test.setTimeout(180_000);
  mkdirSync(FOLDER, { recursive: true });
  await simulator.control("POST", "/reset", { keep: "connections" });
  await playTheDay(simulator, browser);
  for (const view of VIEWS) await takeAll(browser, view);
  await takeSimulator(browser);
});

async function playTheDay(simulator: Simulator, browser: Browser) {
  const writes = (who: string, body: object) =>
    simulator.control<{ mid: string }>("POST", `/customers/${who}/messages`, { account: ACCOUNT.username, ...body });

  await writes("noah.brandt", { text: "Is the oak bench still in the shop?", ago_seconds: 26 * HOUR });
  await writes("casa_morandi", {
    kind: "ig_post",
    title: "Autumn restock: walnut side tables",
    media: "bowl",
    ago_seconds: 9 * HOUR,
  });
  await writes("casa_morandi", {
    text: "We would take four of these for our hotel in Ascona. Is there a trade price?",
    ago_seconds: 9 * HOUR - 20,
  });
  await writes("jo_nameless", { kind: "audio", media: "voice", ago_seconds: 5 * HOUR });
  await writes("tom_k_82", { text: "Delivery to Bern?", ago_seconds: 21 * HOUR });
  await writes("aylin.demir", {
    kind: "story_reply",
    text: "Love this! Do you ship to Basel?",
    media: "lamp",
    ago_seconds: 2 * HOUR,
  });
  await writes("lena.wirth.foto", { text: "Hi! Is the walnut side table still available?", ago_seconds: 50 * 60 });
  await writes("lena.wirth.foto", { kind: "image", media: "walnut", ago_seconds: 49 * 60 });

  const context = await browser.newContext({ storageState: ADMIN_STATE });
  const inbox = new Inbox(await context.newPage());
  await inbox.open({ name: "Lena Wirth" });
  await inbox.send("Hello Lena! Yes, two are left. Would you like me to put one aside?");
  await expect(inbox.bubble("put one aside")).toContainText("Sent");
  await simulator.control("POST", "/customers/lena.wirth.foto/react", {
    account: ACCOUNT.username,
    emoji: "❤️",
    mid: await lastMid(simulator),
  });
  const { mid } = await writes("lena.wirth.foto", { text: "Yes please, until Saturdya" });
  await simulator.control("POST", "/customers/lena.wirth.foto/edit", {
    account: ACCOUNT.username,
    mid,
    text: "Yes please, until Saturday 🙏",
  });
  await inbox.send("Done. It is in the back with your name on it.");
  await expect(inbox.bubble("with your name on it")).toContainText("Sent");
  await simulator.control("POST", "/customers/lena.wirth.foto/seen", { account: ACCOUNT.username });
  await expect(inbox.bubble("with your name on it")).toContainText("Seen");

  await simulator.spoils({ match: { endpoint: "messages" }, error: "unavailable" });
  await inbox.open({ name: "Tom Keller" });
  await inbox.send("Yes, on Tuesdays and Fridays for CHF 40.");
  await expect(inbox.bubble("Tuesdays and Fridays")).toContainText("Failed");
  await context.close();
}

async function lastMid(simulator: Simulator): Promise<string> {
  const { messages } = await simulator.control<{ messages: { mid: string }[] }>(
    "GET",
    `/threads?customer=lena.wirth.foto&account=${ACCOUNT.username}`,
  );
  return messages.at(-1)?.mid ?? "";
}

async function takeAll(browser: Browser, { name, locale, colorScheme, width, height }: View) {
  const context = await browser.newContext({
    storageState: ADMIN_STATE,
    locale,
    colorScheme,
    viewport: { width, height },
  });
  const page = await context.newPage();
  const take = async (screen: string) => {
    await page.waitForFunction(() =>
      [...document.images].every((image) => image.complete || image.offsetParent === null),
    );
    await page.screenshot({ path: `${FOLDER}/${screen}-${name}.png`, animations: "disabled" });
  };
  await page.goto("/inbox");
  await expect(page.getByRole("main")).toBeVisible();
  await take("inbox");
  for (const [screen, person] of [
    ["thread", "Lena Wirth"],
    ["story-reply", "Aylin Demir"],
    ["failed", "Tom Keller"],
    ["closed-window", "Noah Brandt"],
  ] as const) {
    await page.goto("/inbox");
    await page.getByRole("listitem").filter({ hasText: person }).getByRole("link").first().click();
    await expect(page.getByRole("log")).toBeVisible();
    await take(screen);
  }
  await page.goto("/inbox");
  await page.getByRole("listitem").filter({ hasText: "Lena Wirth" }).getByRole("link").first().click();
  await expect(page.getByRole("log")).toBeVisible();
  if (!(await page.getByRole("complementary").isVisible())) {
    await page.getByRole("button", { expanded: false }).filter({ hasText: "Lena Wirth" }).click();
  }
  await expect(page.getByRole("complementary").getByRole("textbox")).toBeVisible();
  await take("customer");
  await page.goto("/inbox?q=walnut");
  await expect(page.getByRole("option").first()).toBeVisible();
  await take("search");
  for (const path of ["accounts", "members", "fields", "developers", "system", "profile"]) {
    await page.goto(`/settings/${path}`);
    await take(path);
  }
  await context.clearCookies();
  await page.goto("/sign-in");
  await take("sign-in");
  await context.close();
}

async function takeSimulator(browser: Browser) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 860 } });
  const page = await context.newPage();
  await page.goto(process.env.E2E_SIMULATOR_URL ?? "");
  await page.getByRole("list", { name: "Customers" }).getByText("Lena Wirth").click();
  await expect(page.getByRole("log")).toContainText("with your name on it");
  await page.screenshot({ path: `${FOLDER}/simulator.png`, animations: "disabled" });
  await context.close();
}
