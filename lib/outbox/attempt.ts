import type { AttemptError, webhookEndpoints } from "#db/schema/index.ts";
import { DecryptionError } from "#lib/crypto.ts";
import { EgressError } from "#lib/egress/errors.ts";
import { type EgressAnswer, fetchOutside } from "#lib/egress/fetch.ts";
import { log } from "#lib/log.ts";
import { openHeaders, openSecrets } from "./secrets.ts";
import { type Signed, signatureHeaders } from "./sign.ts";

export type Endpoint = typeof webhookEndpoints.$inferSelect;

/** What came of one attempt. `error` is null when the endpoint took the event. */
export type Outcome = {
  statusCode: number | null;
  durationMs: number;
  error: AttemptError | null;
  retryAfterMs: number | null;
};

export const ATTEMPT_MS = 15_000;
const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;
/** Read so that the connection can serve again; what is longer is left. */
const READ_BYTES = 16 * 1024;

/** Posts an event once. Only 2xx within 15 s counts; nothing of the answer but its status goes any further. */
export async function attempt(endpoint: Endpoint, signed: Signed): Promise<Outcome> {
  const startedAt = performance.now();
  const durationMs = () => Math.round(performance.now() - startedAt);
  try {
    const answer = await fetchOutside(endpoint.url, {
      mayReach: () => true,
      method: "POST",
      headers: headersOf(endpoint, signed),
      body: signed.body,
      maxBytes: Number.POSITIVE_INFINITY,
      totalMs: ATTEMPT_MS,
      idleMs: ATTEMPT_MS,
    });
    void readOut(answer);
    const { status } = answer;
    const isTaken = status >= 200 && status < 300;
    return {
      statusCode: status,
      durationMs: durationMs(),
      error: isTaken ? null : "status",
      retryAfterMs: status === 429 || status === 503 ? readRetryAfter(answer.headers["retry-after"]) : null,
    };
  } catch (error) {
    return { statusCode: null, durationMs: durationMs(), error: reasonOf(error, endpoint), retryAfterMs: null };
  }
}

function headersOf(endpoint: Endpoint, signed: Signed): Record<string, string> {
  const now = new Date();
  return {
    "user-agent": "Antwort-Webhooks/1",
    ...openHeaders(endpoint),
    "content-type": "application/json",
    ...signatureHeaders(signed, openSecrets(endpoint, now), now),
  };
}

async function readOut({ body }: EgressAnswer): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > READ_BYTES) break;
    }
  } catch {
    // The status has been seen; how the rest ends is of no interest.
  }
}

/** Seconds or a date; at most a day. */
function readRetryAfter(header: string | string[] | undefined): number | null {
  if (typeof header !== "string") return null;
  const waitMs = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(waitMs) && waitMs > 0 ? Math.min(waitMs, MAX_RETRY_AFTER_MS) : null;
}

function reasonOf(error: unknown, { id }: Endpoint): AttemptError {
  if (error instanceof DecryptionError) {
    log.error({ error, endpointId: id }, "webhook secret cannot be read");
    return "secret";
  }
  if (!(error instanceof EgressError)) throw error;
  if (error.reason === "unreachable" && isTls(error.cause)) return "tls";
  return error.reason === "too_large" ? "unreachable" : error.reason;
}

function isTls(cause: unknown): boolean {
  const code = cause instanceof Error ? String((cause as Error & { code?: unknown }).code) : "";
  return /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY|EPROTO/.test(code);
}
