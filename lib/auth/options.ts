import NextAuth, { CredentialsSignin, type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import { clientIp } from "./client-ip.ts";
import { safeNextPath } from "./next-path.ts";
import { isSecure, readSessionToken, SESSION_DAYS, sessionCookieName, sessionCookieOptions } from "./session-cookie.ts";
import { createSession, endSession, findSession } from "./sessions.ts";
import { authenticate } from "./sign-in.ts";

/** The first thing that our own part threw. next-auth itself reports everything as a redirect. */
export type Outcome = { error?: unknown };

const credentials = z.object({ email: z.string().max(1_000), password: z.string().max(5_000) });

/**
 * next-auth for one request. Its strategy is called "jwt", but the cookie is a random token and nothing else: the row in
 * `sessions` under the token's hash decides who it is, so that a session ends the moment the row says so.
 */
export function nextAuth(headers: Headers, outcome: Outcome) {
  const config: NextAuthConfig = {
    secret: env().AUTH_SECRET,
    basePath: "/api/auth",
    trustHost: true,
    useSecureCookies: isSecure(),
    cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    session: { strategy: "jwt", maxAge: SESSION_DAYS * 24 * 60 * 60 },
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (given) => noting(outcome, () => beginSession(given, headers)),
      }),
    ],
    jwt: {
      encode: ({ token }) => String(token?.sessionToken ?? ""),
      decode: ({ token }) => noting(outcome, () => readSession(token)),
    },
    callbacks: {
      redirect: ({ url, baseUrl }) => `${baseUrl}${safeNextPath(pathOf(url, baseUrl))}`,
      jwt: ({ token, user }) => (user ? { sub: user.id, sessionToken: (user as SignedIn).sessionToken } : token),
      session: ({ session, token }) => ({
        expires: session.expires,
        user: { name: token.name ?? null, email: token.email ?? "" },
      }),
    },
    events: {
      signOut: (said) => noting(outcome, () => endSessionOf("token" in said ? said.token?.sessionToken : null)),
    },
    logger: {
      error: (error) => log.debug({ error }, "next-auth refused"),
      warn: (code) => log.debug({ code }, "next-auth warned"),
      debug: () => undefined,
    },
  };
  return NextAuth(config).handlers;
}

type SignedIn = { id: string; sessionToken: string };

async function noting<T>(outcome: Outcome, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    outcome.error ??= error;
    throw error instanceof AppError ? new CredentialsSignin(error.message) : error;
  }
}

async function beginSession(given: unknown, headers: Headers): Promise<SignedIn> {
  const parsed = credentials.safeParse(given);
  if (!parsed.success) throw new AppError("wrong_credentials", "The email or the password is wrong.");
  const id = await authenticate(parsed.data, clientIp(headers));
  const previousToken = readSessionToken(headers.get("cookie"));
  return { id, sessionToken: await createSession(id, { userAgent: headers.get("user-agent"), previousToken }) };
}

async function readSession(token: string | undefined) {
  const sessionToken = readSessionToken(`${sessionCookieName()}=${token ?? ""}`);
  const session = sessionToken ? await findSession(sessionToken) : null;
  if (!session) return null;
  const { id, name, email } = session.member;
  return { sub: id, name, email, sessionToken };
}

async function endSessionOf(sessionToken: unknown) {
  if (typeof sessionToken === "string") await endSession(sessionToken);
}

function pathOf(url: string, baseUrl: string): string {
  if (url.startsWith("/")) return url;
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed && parsed.origin === baseUrl ? `${parsed.pathname}${parsed.search}` : "/";
}
