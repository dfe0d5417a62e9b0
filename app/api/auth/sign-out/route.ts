import { endBrowserSession } from "#lib/auth/browser-session.ts";
import { isOwnOrigin } from "#lib/auth/request-origin.ts";

/** A plain form posts here, so that the answer is a new page and nothing of the old one stays in the browser's memory. */
export async function POST(request: Request) {
  if (!isOwnOrigin(request.headers)) return new Response(null, { status: 403 });
  await endBrowserSession();
  return new Response(null, { status: 303, headers: { Location: "/sign-in", "Cache-Control": "no-store" } });
}
