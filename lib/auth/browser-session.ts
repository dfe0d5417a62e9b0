import { cookies, headers } from "next/headers";
import { clientIp } from "./client-ip.ts";
import { readSessionToken, SESSION_DAYS, sessionCookieName, sessionCookieOptions } from "./session-cookie.ts";
import { createSession, endSession } from "./sessions.ts";
import { authenticate } from "./sign-in.ts";

/** Signs the browser behind this server action in, if email and password belong to a member. */
export async function signInWithPassword(credentials: { email: string; password: string }): Promise<void> {
  await beginBrowserSession(await authenticate(credentials, clientIp(await headers())));
}

/** Signs a member in without asking: who has just chosen the password knows it. */
export async function beginBrowserSession(memberId: string): Promise<void> {
  const request = await headers();
  const token = await createSession(memberId, {
    userAgent: request.get("user-agent"),
    previousToken: readSessionToken(request.get("cookie")),
  });
  const maxAge = SESSION_DAYS * 24 * 60 * 60;
  (await cookies()).set(sessionCookieName(), token, { ...sessionCookieOptions(), maxAge });
}

/** Ends the browser's session on the server, then takes its cookie away. */
export async function endBrowserSession(): Promise<void> {
  const token = readSessionToken((await headers()).get("cookie"));
  if (token) await endSession(token);
  (await cookies()).delete(sessionCookieName());
}

/** Asks for the password again, and counts guesses as signing in does: an open browser must not be a place to try. */
export async function confirmPassword(member: { email: string }, password: string): Promise<void> {
  await authenticate({ email: member.email, password }, clientIp(await headers()));
}
