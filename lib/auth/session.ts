import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import type { Member, Role } from "#lib/members/member.ts";
import { safeNextPath } from "./next-path.ts";
import { PATH_HEADER } from "./path-header.ts";
import { readSessionToken } from "./session-cookie.ts";
import { findSession, type Session } from "./sessions.ts";

/** Who asks, or null. Throws when the database cannot say: an outage never signs anybody in. */
export const getSession = cache(async (): Promise<Session | null> => {
  const token = readSessionToken((await headers()).get("cookie"));
  return token ? findSession(token) : null;
});

export async function getMember(): Promise<Member | null> {
  return (await getSession())?.member ?? null;
}

/** For pages: who asks, else the sign-in page. With `role`, others than admins get the 403 page. */
export async function requireMember(role?: Extract<Role, "admin">): Promise<Member> {
  return (await requireSession(role)).member;
}

/** As `requireMember`, with the session's id. */
export async function requireSession(role?: Extract<Role, "admin">): Promise<Session> {
  const session = await getSession();
  if (!session) redirect(signInPath((await headers()).get(PATH_HEADER)));
  if (role === "admin" && session.member.role !== "admin") forbidden();
  return session;
}

function signInPath(from: string | null): string {
  const next = safeNextPath(from);
  return next === "/inbox" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;
}
