import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "#lib/auth/content-security-policy.ts";
import { PATH_HEADER } from "#lib/auth/path-header.ts";
import { isOwnOrigin } from "#lib/auth/request-origin.ts";
import { isSecure, sessionCookieName } from "#lib/auth/session-cookie.ts";
import { env } from "#lib/env.ts";

const PUBLIC = /^\/(sign-in|setup|invite|reset|data-deletion)(\/|$)/;

/**
 * Headers that need the request, and a short cut to the sign-in page. Never a lock: every page, action and route proves by
 * itself who asks.
 */
export function proxy(request: NextRequest) {
  const { pathname, search } = request.nextUrl;
  const isAction = request.method === "POST";
  if (isAction && !isOwnOrigin(request.headers)) return refuse(403);
  if (PUBLIC.test(pathname) || request.cookies.has(sessionCookieName())) return passOn(request);

  const signIn = `/sign-in?next=${encodeURIComponent(pathname + search)}`;
  // The browser's part of Next follows this header; others see that nothing was done.
  if (isAction) return refuse(401, { "x-action-redirect": `${signIn};push` });
  // The first page finds out by itself whether anybody is a member yet.
  if (pathname === "/") return passOn(request);
  return withHeaders(NextResponse.redirect(new URL(signIn, request.url)));
}

/** Machines' doors and files are left alone: they answer for themselves, and fast. */
export const config = {
  matcher: [
    "/((?!api/|_next/static/|icon[^/]*\\.(?:svg|png)$|manifest\\.webmanifest|sw\\.js$|offline$|favicon\\.ico|emoji/).*)",
  ],
};

function passOn(request: NextRequest) {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, {
    formTargets: [new URL(env().INSTAGRAM_AUTHORIZE_URL).origin],
    isDev: process.env.NODE_ENV === "development",
  });
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  const response = withHeaders(NextResponse.next({ request: { headers } }));
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

/** Next would run a server action that comes without Origin, and answer 500 to a foreign one. */
function refuse(status: 401 | 403, headers?: HeadersInit) {
  return withHeaders(new NextResponse(null, { status, headers }));
}

function withHeaders(response: NextResponse) {
  response.headers.set("Cache-Control", "private, no-store");
  response.headers.set("X-Frame-Options", "DENY");
  if (isSecure()) response.headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  return response;
}
