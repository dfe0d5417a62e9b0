import { beginConnection } from "#lib/accounts/connect.ts";
import { getSession } from "#lib/auth/session.ts";
import { redirectTo } from "../redirect.ts";

/** A page of another site must not be able to start a connection in an admin's name. */
export async function GET(request: Request) {
  if (request.headers.get("sec-fetch-site") === "cross-site") return refuse("Start from the accounts page.");
  const session = await getSession();
  if (!session) return redirectTo("/sign-in?next=/settings/accounts");
  if (session.member.role !== "admin") return refuse("Only admins connect Instagram accounts.");
  return redirectTo(await beginConnection(session));
}

/** Next would answer HEAD by running GET, and every GET makes a state. */
export function HEAD() {
  return new Response(null, { status: 405, headers: { allow: "GET" } });
}

function refuse(reason: string): Response {
  return new Response(reason, {
    status: 403,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}
