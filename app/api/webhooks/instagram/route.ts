import { env } from "#lib/env.ts";
import { recordDelivery } from "#lib/inbox/intake.ts";
import { checkSubscription, verifySignature } from "#lib/instagram/webhook.ts";
import { log } from "#lib/log.ts";
import { readBody } from "./body.ts";

/** Sooner than Instagram gives up, later than any healthy commit. */
const ANSWER_WITHIN_MS = 1_900;

export function GET(request: Request) {
  const { status, challenge } = checkSubscription(
    new URL(request.url).searchParams,
    env().INSTAGRAM_WEBHOOK_VERIFY_TOKEN,
  );
  return new Response(challenge, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" },
  });
}

/** 200 only once the body is durable. Content is never a reason to refuse a signed body: Instagram would unsubscribe us. */
export async function POST(request: Request) {
  const { body, refusal, release } = await readBody(request);
  if (refusal) return empty(refusal);
  try {
    if (!verifySignature(body, request.headers.get("x-hub-signature-256"), env().INSTAGRAM_APP_SECRETS)) {
      return empty(401);
    }
    await withinDeadline(recordDelivery(body));
    return empty(200);
  } catch (error) {
    log.error({ error }, "webhook not stored");
    return empty(503);
  } finally {
    release();
  }
}

/** Next would answer these two by itself. */
export const HEAD = methodNotAllowed;
export const OPTIONS = methodNotAllowed;

function methodNotAllowed() {
  return new Response(null, { status: 405, headers: { allow: "GET, POST" } });
}

async function withinDeadline(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("too slow")), ANSWER_WITHIN_MS);
  });
  try {
    await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

function empty(status: number): Response {
  return new Response(null, { status, ...(status === 503 ? { headers: { "retry-after": "2" } } : {}) });
}
