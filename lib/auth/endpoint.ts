import type { NextRequest } from "next/server";
import { AppError } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import { nextAuth, type Outcome } from "./options.ts";
import { requestOrigin } from "./request-origin.ts";

const MAX_BODY_BYTES = 16_384;
const RETRY_AFTER_SECONDS = 60;

/** next-auth's own endpoints, for programs. A refusal for lack of time or tries has its status, not only a redirect. */
export async function answerAuthRequest(request: Request): Promise<Response> {
  const body = request.method === "POST" ? await readBody(request) : undefined;
  // What was not read would be taken for the next request of this connection.
  if (body === null) return new Response(null, { status: 413, headers: { Connection: "close" } });

  const outcome: Outcome = {};
  const here = atItsOwnAddress(request, body);
  const handlers = nextAuth(request.headers, outcome);
  const response = await (request.method === "POST" ? handlers.POST(here) : handlers.GET(here));
  return withStatus(response, outcome.error);
}

/**
 * The request under the address the browser used. Not a real NextRequest: that turns 127.0.0.1 into localhost, and the
 * browser, led there, would have none of our cookies.
 */
function atItsOwnAddress(request: Request, body: string | undefined): NextRequest {
  const { pathname, search } = new URL(request.url);
  const nextUrl = new URL(`${pathname}${search}`, requestOrigin(request.headers));
  const here = new Request(nextUrl, { method: request.method, headers: request.headers, body });
  return Object.assign(here, { nextUrl }) as unknown as NextRequest;
}

/** Null when it is larger than any sign-in could be. */
async function readBody(request: Request): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function withStatus(response: Response, error: unknown): Response {
  const headers = new Headers(response.headers);
  headers.set("Cache-Control", "private, no-store");
  const status = statusOf(error);
  if (!status) return new Response(response.body, { status: response.status, headers });

  headers.set("Retry-After", String(RETRY_AFTER_SECONDS));
  // An outage must not take the browser's session away: next-auth clears the cookie of what it cannot read.
  if (status === 503) headers.delete("Set-Cookie");
  return new Response(response.body, { status, headers });
}

function statusOf(error: unknown): number | null {
  if (error === undefined) return null;
  if (error instanceof AppError) return { too_many_attempts: 429, unavailable: 503 }[String(error.code)] ?? null;
  log.error({ error }, "sign-in endpoint failed");
  return 503;
}
