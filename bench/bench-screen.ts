import type { Page } from "@playwright/test";
import { createClient } from "./client.ts";
import type { Installation } from "./installation.ts";
import { deliver } from "./messages.ts";
import { bringRow, openRow } from "./open-row.ts";
import { inTurn } from "./pace.ts";
import { withBrowser } from "./real-browser.ts";
import { reportTimes } from "./report.ts";
import { control } from "./session.ts";

/** So many that their 95th percentile is not just the slowest; before them as many as it takes for what runs there to be warm. */
const SENDS = 40;
const WARMING_SENDS = 30;
const ARRIVALS = 20;
const OPENED = 30;
const WARMING_OPENINGS = 8;
/** From the button's way down, by which the messages are asked for, to its way up. */
const PRESS_MS = 80;
/** Nobody writes a text and sends it within the same moment, or opens a conversation without a look at it. */
const GLANCE_MS = 400;

/** What a person waits for, in a real browser: a click on Send, a message on the screen, a conversation opening. */
export function benchScreen(installation: Installation, cookie: string): Promise<void> {
  return withBrowser(installation, cookie, async (context) => {
    const page = await context.newPage();
    const igsid = await reportSends(page, installation);
    await reportArrivals(page, installation, igsid);
    await reportOpening(page);
  });
}

type Send = { received_at: number; text: string | null };

/** Returns the igsid of the customer whose conversation is open in the page. */
async function reportSends(page: Page, { simulatorUrl }: Installation): Promise<string> {
  const simulator = createClient(simulatorUrl);
  const pings = await inTurn(60, () => simulator.call("/control/clock"));
  simulator.close();
  reportTimes(
    "bare_simulator_call",
    pings.slice(10).map(({ ms }) => ms),
    [50, 95],
  );

  const username = "bench_guest";
  await control(simulatorUrl, "/customers", { username, name: "Bench Guest" });
  const { igsid } = await control<{ igsid: string }>(simulatorUrl, `/customers/${username}/messages`, {
    text: "Hello?",
  });
  await sendAtOnce(page);
  await page.goto("/inbox");
  await page.getByRole("list", { name: "Conversations" }).getByText("Bench Guest").click();
  await page.evaluate(() => {
    document.addEventListener("click", () => sessionStorage.setItem("clickedAt", String(Date.now())), true);
  });
  const reply = page.getByRole("textbox", { name: "Reply" });
  const times = await inTurn(SENDS + WARMING_SENDS, async (index) => {
    const text = `Answer ${index}.`;
    await reply.fill(text);
    await page.waitForTimeout(GLANCE_MS);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    const bubble = page.getByRole("log", { name: "Messages" }).getByRole("article").filter({ hasText: text });
    await bubble.getByText("Sent", { exact: true }).waitFor({ state: "attached" });
    const clickedAt = Number(await page.evaluate(() => sessionStorage.getItem("clickedAt")));
    const sends = await control<Send[]>(simulatorUrl, `/ledger?recipient=${igsid}`);
    const send = sends.find((one) => one.text === text);
    if (!send) throw new Error("A reply is not in the simulator's ledger.");
    return send.received_at - clickedAt;
  });
  reportTimes("click_to_instagram", times.slice(WARMING_SENDS), [50, 95], "bare_simulator_call");
  return igsid;
}

/** The time in which a reply can be taken back is somebody's choice, and no slowness. */
async function sendAtOnce(page: Page): Promise<void> {
  await page.goto("/settings/profile");
  const undo = page.getByRole("combobox", { name: "Time to take a reply back" });
  await undo.click();
  const saved = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("option", { name: "Off, send at once" }).click();
  await saved;
}

async function reportArrivals(page: Page, { url }: Installation, igsid: string): Promise<void> {
  const webhooks = createClient(url);
  const times = await inTurn(ARRIVALS + 2, async (index) => {
    const text = `News ${index}.`;
    const arrived = page.evaluate(waitForText, text);
    await page.waitForTimeout(100);
    const startedAt = Date.now();
    await deliver(webhooks, igsid, text);
    return (await arrived) - startedAt;
  });
  webhooks.close();
  reportTimes("message_to_screen", times.slice(2), [50, 95], "bare_simulator_call");
}

/** Runs in the page: the moment at which these words stand in it, or a failure after five seconds. */
function waitForText(words: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const observer = new MutationObserver(look);
    const limit = setTimeout(() => reject(new Error("A message did not come to the screen.")), 5_000);
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    function look() {
      if (!document.body.textContent.includes(words)) return;
      observer.disconnect();
      clearTimeout(limit);
      resolve(Date.now());
    }
  });
}

/**
 * Up the list, row after row, so that nothing has asked for their messages before the click; then once more through the last of
 * them; and then down new rows as a hand does it, whose press lasts a moment.
 */
async function reportOpening(page: Page): Promise<void> {
  await page.goto("/inbox?view=done");
  await page.locator(`${rowAt(9)} a`).waitFor();
  const open = async (position: number, pressMs?: number) => {
    await page.waitForTimeout(GLANCE_MS);
    await page.waitForFunction(bringRow, rowAt(position), { polling: 50 });
    return openRow(page, rowAt(position), pressMs);
  };
  const upFrom = 2 * OPENED + WARMING_OPENINGS;
  const first = await inTurn(OPENED + WARMING_OPENINGS, (index) => open(upFrom - index));
  reportTimes("open_conversation_first", first.slice(WARMING_OPENINGS), [50, 95], "bare_simulator_call");
  const cached = await inTurn(OPENED, (index) => open(OPENED + 2 + (index % 8)));
  reportTimes("open_conversation_cached", cached, [50, 95], "bare_simulator_call");
  const pressed = await inTurn(OPENED, (index) => open(OPENED - index, PRESS_MS));
  reportTimes("open_conversation_first_by_hand", pressed, [50, 95], "bare_simulator_call");
}

const rowAt = (position: number) => `[aria-posinset="${position}"]`;
