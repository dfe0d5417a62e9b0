import { createHash } from "node:crypto";
import { offlinePage } from "./page-text.ts";

/**
 * What the service worker shows where no server answers: one file that needs no other, the same for everybody. It is kept by
 * browsers, so nothing in it may come from who asks.
 */
export function GET() {
  const { html, style, script } = offlinePage();
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "cache-control": "public, max-age=0",
    "x-frame-options": "DENY",
  };
  return new Response(html, { headers });
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
