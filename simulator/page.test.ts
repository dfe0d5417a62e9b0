import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Pair, startPair } from "./testing.ts";

let pair: Pair;
beforeEach(async () => {
  pair = await startPair();
});
afterEach(() => pair.close());

test("the customer page brings everything itself", async () => {
  const seen = new Set(["/"]);
  for (const path of seen) {
    const response = await fetch(pair.base + path);
    expect([path, response.status]).toEqual([path, 200]);
    const body = await response.text();
    expect(body).not.toMatch(/(src|href|from|url)\s*[=(]?\s*["']?https?:/);
    for (const [, found = ""] of body.matchAll(/["'](?:\.\/|\/)(customer[\w-]*\.(?:js|css))["']/g))
      seen.add(`/${found}`);
  }
  expect(seen.size).toBeGreaterThan(8);
});

test("the README names every control route", async () => {
  const readme = readFileSync(new URL("README.md", import.meta.url), "utf8");
  const routes: string[] = await pair.control("GET", "");
  const silent = routes.filter((route) => {
    const [, path = ""] = route.split(" /control");
    const pattern = path.replaceAll(/\{\w+\}/g, "[^/ ]+");
    return path && !new RegExp(`(\\$S|/control)${pattern}(?![/\\w])`).test(readme);
  });
  expect(silent).toEqual([]);
});

test("other sites cannot play the customer", async () => {
  const response = await fetch(`${pair.base}/control/reset`, {
    method: "POST",
    headers: { "Sec-Fetch-Site": "cross-site" },
  });
  expect(response.status).toBe(403);
});
