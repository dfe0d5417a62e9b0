import type { CDPSession, Page } from "@playwright/test";
import type { Installation } from "./installation.ts";
import { bringRow, openRow } from "./open-row.ts";
import { inTurn } from "./pace.ts";
import { withBrowser } from "./real-browser.ts";
import { percentile, report, reportTimes } from "./report.ts";

const OPENINGS = 8;
const DISTANCE_PX = 40_000;
/** A hard flick of the thumb. */
const SPEED_PX = 6_000;

/** A thread of ten thousand messages in a real browser: how soon it is there, how smoothly it scrolls, what it weighs. */
export function benchThread(installation: Installation, cookie: string, threadId: string): Promise<void> {
  return withBrowser(installation, cookie, async (context) => {
    const page = await context.newPage();
    const wheel = await context.newCDPSession(page);
    await reportBareScroll(page, wheel);
    const first = await inTurn(OPENINGS, async () => {
      await page.goto("/inbox");
      await page.getByRole("list", { name: "Conversations" }).getByRole("link").first().click();
      await page.locator("[role=log] article").first().waitFor();
      return openThread(page, threadId);
    });
    reportTimes("open_long_thread_first", first, [50, 95]);

    await reportScroll("scroll_up_loading", page, wheel, 1);
    await loadAll(page);
    report("long_thread_elements", "elements", await page.locator("[role=log] *").count());
    report("long_thread_bubbles", "elements", await page.locator("[role=log] article").count());
    await reportScroll("scroll_down", page, wheel, -1);
    await reportScroll("scroll_up", page, wheel, 1);
    const again = await inTurn(OPENINGS, async () => {
      await page.evaluate(() => history.pushState(null, "", "/inbox"));
      await page.locator("[role=log]").waitFor({ state: "detached" });
      return openThread(page, threadId);
    });
    reportTimes("open_long_thread_cached", again, [50, 95]);
  });
}

/** From the click on its row, which may stand some way down the list. */
async function openThread(page: Page, id: string): Promise<number> {
  const row = `[data-row="${id}"]`;
  await page.waitForFunction(bringRow, row, { polling: 50 });
  await page.waitForTimeout(300);
  return openRow(page, row);
}

/** Scrolls to the top again and again until the thread's beginning is there. */
async function loadAll(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const log = document.querySelector("[role=log]");
      if (log) log.scrollTop = -log.scrollHeight;
      return log?.textContent.includes("This is where the conversation begins");
    },
    undefined,
    { polling: 50, timeout: 180_000 },
  );
}

/** The same gesture over a page of nothing but height: what this machine and browser can do at best. */
async function reportBareScroll(page: Page, wheel: CDPSession): Promise<void> {
  await page.setContent(`<main style="height:${DISTANCE_PX * 2}px;background:linear-gradient(red,blue)"></main>`);
  reportTimes("bare_scroll_frame", await scroll(page, wheel, -1), [50, 95]);
}

/** `direction` 1 goes up. A frame at 60 Hz lasts 16.7 ms; one above 25 ms is seen as a stutter. */
async function reportScroll(name: string, page: Page, wheel: CDPSession, direction: 1 | -1): Promise<void> {
  const frames = await scroll(page, wheel, direction);
  reportTimes(`${name}_frame`, frames, [50, 95], "bare_scroll_frame");
  report(`${name}_fps`, "1/s", 1000 / percentile(frames, 50));
  report(`${name}_stutters`, "%", (100 * frames.filter((ms) => ms > 25).length) / frames.length);
}

/** The time from frame to frame while a finger moves the page. */
async function scroll(page: Page, wheel: CDPSession, direction: 1 | -1): Promise<number[]> {
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = 0;
    const tick = (now: number) => {
      if (last > 0) frames.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    Object.assign(window, { frames });
  });
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 };
  await wheel.send("Input.synthesizeScrollGesture", {
    x: width / 2,
    y: height / 2,
    yDistance: direction * DISTANCE_PX,
    speed: SPEED_PX,
    gestureSourceType: "mouse",
  });
  return page.evaluate(() => (window as unknown as { frames: number[] }).frames.splice(0));
}
