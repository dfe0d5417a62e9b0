import { env } from "#lib/env.ts";

export const SESSION_DAYS = 30;

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Over https the prefix keeps neighbouring hosts and plain http from planting a cookie of this name. */
export function sessionCookieName(): string {
  return isSecure() ? "__Host-authjs.session-token" : "authjs.session-token";
}

export function sessionCookieOptions() {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } as const;
}

/** Cookies may travel unencrypted only where the installation itself is reached that way. */
export function isSecure(): boolean {
  return env().APP_URL.startsWith("https:");
}

/** The session's token in a `Cookie` header. Two cookies of the name mean that one was planted: neither counts. */
export function readSessionToken(cookieHeader: string | null): string | null {
  const name = sessionCookieName();
  const values = (cookieHeader ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [token, ...others] = [...new Set(values)];
  return token && others.length === 0 && TOKEN.test(token) ? token : null;
}
