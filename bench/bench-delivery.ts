import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "#db/connect.ts";
import { createClient } from "./client.ts";
import type { Installation } from "./installation.ts";
import { customer, deliver } from "./messages.ts";
import { openBrowser } from "./open-browser.ts";
import { atPace, inTurn } from "./pace.ts";
import { reportTimes } from "./report.ts";

/** From a customer's message at our door to its row in an open browser, alone and among fifty a second. */
export async function benchDelivery(installation: Installation, cookie: string): Promise<void> {
  reportTimes("bare_notify", await measureNotify(installation.databaseUrl), [50, 95]);
  const webhooks = createClient(installation.url, { connections: 16 });
  const browser = await openBrowser(installation, cookie);
  const measure = async (index: number) => {
    const text = `Message ${index} of ${performance.now()}`;
    const startedAt = performance.now();
    const seen = browser.seen(text);
    await deliver(webhooks, customer(index), text);
    return (await seen) - startedAt;
  };
  await inTurn(10, measure);
  const alone = await inTurn(60, async (index) => {
    await sleep(30 + Math.random() * 70);
    return measure(index);
  });
  reportTimes("message_to_browser_idle", alone, [50, 95], "bare_notify");
  // Ten seconds to get warm, as an installation is that has run for a while.
  await atPace(50, 500, measure);
  const among = await atPace(50, 400, measure);
  reportTimes("message_to_browser_at_50_per_s", among, [50, 95], "bare_notify");
  browser.close();
  webhooks.close();
}

async function measureNotify(databaseUrl: string): Promise<number[]> {
  const [speaker, listener] = [connect(databaseUrl, { max: 1 }), connect(databaseUrl, { max: 1 })];
  const waiting = new Map<string, () => void>();
  await listener.listen("bench", (word) => waiting.get(word)?.());
  const times = await inTurn(220, async (index) => {
    const startedAt = performance.now();
    const heard = new Promise<void>((resolve) => waiting.set(String(index), resolve));
    await Promise.all([speaker.notify("bench", String(index)), heard]);
    return performance.now() - startedAt;
  });
  await Promise.all([speaker.end(), listener.end()]);
  return times.slice(20);
}
