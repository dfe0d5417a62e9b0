import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "#lib/auth/content-security-policy.ts";
import { PATH_HEADER } from "#lib/auth/path-header.ts";
import { isSecure, readSessionToken } from "#lib/auth/session-cookie.ts";
import { env } from "#lib/env.ts";

const PUBLIC = /^\/(sign-in|setup|invite|data-deletion)(\/|$)/;

/**
 * Headers that need the request, and a short cut to the sign-in page. Never a lock: every page, action and route proves by
 * itself who asks.
 */
export function proxy(request: NextRequest) {
  const { pathname, search } = request.nextUrl;
  const isSignedOut = readSessionToken(request.headers.get("cookie")) === null;
  if (isSignedOut && isPrivatePage(request, pathname)) {
    return withHeaders(redirectTo(request, `/sign-in?next=${encodeURIComponent(pathname + search)}`));
  }

  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, {
    formTargets: [new URL(env().INSTAGRAM_AUTHORIZE_URL).origin],
    isDev: process.env.NODE_ENV === "development",
  });
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  headers.set(PATH_HEADER, pathname + search);
  const response = withHeaders(NextResponse.next({ request: { headers } }));
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

/** Machines' doors and files are left alone: they answer for themselves, and fast. */
export const config = {
  matcher: ["/((?!api/|_next/static/|icon|manifest\\.webmanifest|favicon\\.ico|emoji/).*)"],
};

/** `/` finds out by itself where it leads, and a server action answers instead of being led away. */
function isPrivatePage(request: NextRequest, pathname: string) {
  return request.method === "GET" && pathname !== "/" && !PUBLIC.test(pathname);
}

function redirectTo(request: NextRequest, path: string) {
  return NextResponse.redirect(new URL(path, request.url));
}

function withHeaders(response: NextResponse) {
  response.headers.set("Cache-Control", "private, no-store");
  response.headers.set("X-Frame-Options", "DENY");
  if (isSecure()) response.headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  return response;
}
