import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contentSecurityPolicy, STYLE_HASHES } from "./content-security-policy.ts";

const policy = contentSecurityPolicy("bm9uY2U=", { formTargets: ["https://www.instagram.com"], isDev: false });
const directives = new Map(policy.split("; ").map((line) => [line.split(" ")[0], line.split(" ").slice(1)]));
const hashOf = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
const read = (path: string) => readFileSync(`node_modules/${path}`, "utf8");

test("scripts need the nonce; nothing inline, evaluated or framed", () => {
  expect(directives.get("script-src")).toEqual(["'self'", "'nonce-bm9uY2U='", "'strict-dynamic'"]);
  expect(directives.get("script-src-attr")).toEqual(["'none'"]);
  expect(directives.get("style-src")).not.toContain("'unsafe-inline'");
  for (const name of ["object-src", "base-uri", "frame-ancestors", "frame-src"]) {
    expect(directives.get(name)).toEqual(["'none'"]);
  }
  expect(directives.get("form-action")).toEqual(["'self'", "https://www.instagram.com"]);
});

test("the hashes are those of the installed packages' styles", () => {
  const sonner = read("sonner/dist/index.mjs").match(/^__insertCSS\((".*")\);$/m)?.[1] ?? "";
  expect(STYLE_HASHES.sonner).toBe(hashOf(JSON.parse(sonner)));
  const select = read("@radix-ui/react-select/dist/index.mjs").match(/__html: `([^`]*)`/)?.[1] ?? "";
  expect(STYLE_HASHES.radixSelect).toBe(hashOf(select));
  expect(STYLE_HASHES.empty).toBe(hashOf(""));
});
