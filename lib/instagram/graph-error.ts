import { type Classified, classify, InstagramError } from "./errors.ts";
import { asNumber, asText, type JsonObject, own } from "./json.ts";
import { readRetryAfter, type Usage } from "./usage.ts";

export type Answered = { status: number; headers: Headers; body: JsonObject | null; usage: Usage; secrets: string[] };

const MAX_DETAIL_LENGTH = 300;

/** The refusal an answer holds, or null. A 200 with an `error` inside is a refusal too (facts 3). */
export function readRefusal(answer: Answered): InstagramError | null {
  const { status, body } = answer;
  const isFlat =
    own(body ?? undefined, "error_type") !== undefined || own(body ?? undefined, "error_message") !== undefined;
  const error = own(body ?? undefined, "error");
  if (status >= 200 && status < 300 && !error && !isFlat) return null;

  const code = asNumber(isFlat ? own(body ?? undefined, "code") : own(error, "code"));
  const subcode = asNumber(own(error, "error_subcode"));
  const message = asText(isFlat ? own(body ?? undefined, "error_message") : own(error, "message"));
  const classified: Classified = isFlat ? { kind: "invalid", key: "code_refused" } : classify(code, subcode, message);
  return new InstagramError({
    ...(code === null && !isFlat ? UNREADABLE : classified),
    ...overruleByStatus(status, classified),
    code,
    subcode,
    httpStatus: status,
    traceId: asText(own(error, "fbtrace_id")) ?? answer.headers.get("x-fb-trace-id"),
    retryAfterMs: readRetryAfter(answer.headers) ?? answer.usage.regainAccessMs,
    usage: answer.usage,
    detail: message === null ? null : redact(message, answer.secrets),
  });
}

const UNREADABLE: Classified = { kind: "unknown", key: "unreadable_answer" };

/** A server error may follow a message that was delivered, whatever its body says (facts 3), so its code decides nothing. */
function overruleByStatus(status: number, { kind, key }: Classified): Classified | null {
  if (status >= 500) return { kind: "unknown", key: "server_error" };
  const isVague = kind === "unknown" || key === "code_refused";
  return status === 429 && isVague ? { kind: "throttled", key: "throttled_by_status" } : null;
}

function redact(message: string, secrets: string[]): string {
  const cleaned = secrets.reduce((text, secret) => text.replaceAll(secret, "[secret]"), message);
  return cleaned
    .replace(/\b(?:IG|EA)[A-Za-z0-9_-]{20,}/g, "[secret]")
    .slice(0, MAX_DETAIL_LENGTH)
    .toWellFormed();
}
