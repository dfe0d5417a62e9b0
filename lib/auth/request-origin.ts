import { env } from "#lib/env.ts";
import { isFromTrustedProxy } from "./client-ip.ts";

/**
 * True when a browser says that this request comes from a page of our own. Without `Origin` nobody says so, and no
 * browser leaves it out of a POST.
 */
export function isOwnOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = headers.get("origin");
  if (!origin || !URL.canParse(origin)) return false;
  return origin === new URL(env().APP_URL).origin || new URL(origin).host === requestHost(headers);
}

/** The address under which the browser reached us: APP_URL, or another name of this machine such as 127.0.0.1. */
export function requestOrigin(headers: Headers): string {
  const app = new URL(env().APP_URL);
  const host = requestHost(headers);
  if (!host || host === app.host || !URL.canParse(`http://${host}`)) return app.origin;
  return new URL(`${isForwardedHttps(headers) ? "https" : "http"}://${host}`).origin;
}

/** Next writes `X-Forwarded-Host` itself from `Host`, but keeps one that a client sent: only proxies of ours are believed. */
function requestHost(headers: Headers): string | null {
  const forwarded = isFromTrustedProxy(headers) ? headers.get("x-forwarded-host") : null;
  return forwarded?.split(",").at(-1)?.trim() || headers.get("host");
}

function isForwardedHttps(headers: Headers): boolean {
  return isFromTrustedProxy(headers) && headers.get("x-forwarded-proto") === "https";
}
