import { type BrowserContext, chromium } from "@playwright/test";
import { findBrowser } from "../scripts/browser.mjs";
import type { Installation } from "./installation.ts";
import { say } from "./report.ts";

/** Runs `measure` in a real browser, signed in, and closes it; without a browser it says so and measures nothing. */
export async function withBrowser(
  { browserUrl }: Installation,
  cookie: string,
  measure: (context: BrowserContext) => Promise<void>,
): Promise<void> {
  const executablePath = findBrowser();
  if (!executablePath) return say("no browser found, so nothing is measured on a screen");
  const args = ["--disable-dev-shm-usage", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const context = await browser.newContext({ baseURL: browserUrl, locale: "en-US" });
    const [name = "", value = ""] = cookie.split("=");
    await context.addCookies([{ name, value, url: browserUrl }]);
    await measure(context);
  } finally {
    await browser.close();
  }
}
