import { NextRequest } from "next/server";
import { AppError } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import { nextAuth, type Outcome } from "./options.ts";
import { requestOrigin } from "./request-origin.ts";

const MAX_BODY_BYTES = 16_384;
const RETRY_AFTER_SECONDS = 60;

/** next-auth's own endpoints, for programs. A refusal for lack of time or tries has its status, not only a redirect. */
export async function answerAuthRequest(request: Request): Promise<Response> {
  const body = request.method === "POST" ? await readBody(request) : undefined;
  if (body === null) return new Response(null, { status: 413 });

  const outcome: Outcome = {};
  const { pathname, search } = new URL(request.url);
  const here = new NextRequest(new URL(`${pathname}${search}`, requestOrigin(request.headers)), {
    method: request.method,
    headers: request.headers,
    body,
  });
  const handlers = nextAuth(request.headers, outcome);
  const response = await (request.method === "POST" ? handlers.POST(here) : handlers.GET(here));
  return withStatus(response, outcome.error);
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
