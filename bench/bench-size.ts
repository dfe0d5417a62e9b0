import type { BrowserContext } from "@playwright/test";
import type { Installation } from "./installation.ts";
import { withBrowser } from "./real-browser.ts";
import { report } from "./report.ts";

/**
 * The JavaScript that comes over the wire, as it is compressed, until nothing more is asked for: of the inbox alone, and with a
 * conversation open, against the budget of product.md.
 */
export async function benchSize(installation: Installation, cookie: string, threadId: string): Promise<void> {
  report("inbox_javascript_budget", "bytes", 200_000);
  await withBrowser(installation, cookie, async (context) => {
    for (const [name, path] of [
      ["inbox_javascript", "/inbox"],
      ["conversation_javascript", `/inbox/${threadId}`],
    ] as const) {
      report(name, "bytes", await loadedScripts(context, path), "inbox_javascript_budget");
    }
  });
}

async function loadedScripts(context: BrowserContext, path: string): Promise<number> {
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  const scripts = new Set<string>();
  let bytes = 0;
  network.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  network.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await network.send("Network.enable");
  await network.send("Network.setCacheDisabled", { cacheDisabled: true });
  await network.send("Network.setBypassServiceWorker", { bypass: true });
  await page.goto(path);
  await page.getByRole("list", { name: "Conversations" }).getByRole("link").first().waitFor();
  let before: number;
  do {
    before = bytes;
    await page.waitForTimeout(2_000);
  } while (bytes !== before);
  await page.close();
  return bytes;
}
