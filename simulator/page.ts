import { existsSync, readFileSync } from "node:fs";
import type { Answer, Call } from "./http.ts";

const TYPES = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" };

/** The page on which a person plays the customer. */
export function page(call: Call): Answer | null {
  const [, name, ending] = call.url.pathname.match(/^\/(customer[a-z-]*)\.(css|js)$/) ?? [];
  const file = call.url.pathname === "/" ? "customer.html" : `${name}.${ending}`;
  const type = call.url.pathname === "/" ? "text/html; charset=utf-8" : TYPES[ending as keyof typeof TYPES];
  if (!type || !existsSync(new URL(file, import.meta.url)) || (call.method !== "GET" && call.method !== "HEAD"))
    return null;
  return {
    status: 200,
    headers: {
      "Content-Type": type,
      "Cache-Control": "no-cache",
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy":
        "default-src 'self'; img-src 'self' blob: data: http: https:; media-src 'self' http: https:; frame-ancestors 'none'",
    },
    body: readFileSync(new URL(file, import.meta.url)),
  };
}
