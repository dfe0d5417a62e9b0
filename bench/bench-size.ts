import { gzipSync } from "node:zlib";
import { createClient, expectOk } from "./client.ts";
import type { Installation } from "./installation.ts";
import { report } from "./report.ts";

/** The compressed JavaScript that a browser loads for the inbox, against the budget of product.md. */
export async function benchSize({ url }: Installation, cookie: string): Promise<void> {
  const client = createClient(url, { cookie });
  const page = (await expectOk(client, "/inbox")).body.toString();
  const tags = page.match(/<script\b[^>]*>/g) ?? [];
  const addresses = tags.filter((tag) => !/\bnomodule\b/i.test(tag)).map((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1]);
  const modules = new Set(addresses.filter((address) => address !== undefined));
  let bytes = 0;
  for (const address of modules) bytes += gzipSync((await expectOk(client, address)).body).byteLength;
  client.close();
  report("inbox_javascript_budget", "bytes", 200_000);
  report("inbox_javascript", "bytes", bytes, "inbox_javascript_budget");
}
