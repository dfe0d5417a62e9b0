import { readFileSync } from "node:fs";
import type { Answer, Call } from "./http.ts";

const FILES: Record<string, [file: string, type: string]> = {
  "/": ["customer.html", "text/html; charset=utf-8"],
  "/customer.css": ["customer.css", "text/css; charset=utf-8"],
  "/customer.js": ["customer.js", "text/javascript; charset=utf-8"],
  "/customer-dom.js": ["customer-dom.js", "text/javascript; charset=utf-8"],
  "/customer-thread.js": ["customer-thread.js", "text/javascript; charset=utf-8"],
};

/** The page on which a person plays the customer. */
export function page(call: Call): Answer | null {
  const [file, type] = FILES[call.url.pathname] ?? [];
  if (!file || !type || (call.method !== "GET" && call.method !== "HEAD")) return null;
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
