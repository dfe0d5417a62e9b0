import {
  ANY_SUBCODE_ROWS,
  type Classified,
  type InstagramErrorKey,
  type InstagramErrorKind,
  ROWS,
} from "./error-table.ts";
import type { Usage } from "./usage.ts";

export type { Classified, InstagramErrorKey, InstagramErrorKind } from "./error-table.ts";
export { INSTAGRAM_ERROR_KEYS } from "./error-table.ts";

export type InstagramErrorInput = Classified & {
  code?: number | null;
  subcode?: number | null;
  httpStatus?: number | null;
  traceId?: string | null;
  retryAfterMs?: number | null;
  usage?: Usage | null;
  detail?: string | null;
  cause?: unknown;
};

/**
 * Instagram refused, or what it did is not known. `kind` decides what to do, `key` which sentence and remedy a screen shows.
 * `retryable`: the same call surely had no effect and may be made again, after `retryAfterMs` if given. An `unknown` write is
 * never retryable; a read may be repeated by whoever knows it is one. `detail` is Instagram's own localised text, tokens removed.
 */
export class InstagramError extends Error {
  readonly kind: InstagramErrorKind;
  readonly key: InstagramErrorKey;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly httpStatus: number | null;
  readonly traceId: string | null;
  readonly retryAfterMs: number | null;
  readonly usage: Usage | null;
  readonly retryable: boolean;
  readonly detail: string | null;

  constructor(input: InstagramErrorInput) {
    super(summarize(input), input.cause === undefined ? undefined : { cause: input.cause });
    this.name = "InstagramError";
    this.kind = input.kind;
    this.key = input.key;
    this.code = input.code ?? null;
    this.subcode = input.subcode ?? null;
    this.httpStatus = input.httpStatus ?? null;
    this.traceId = input.traceId ?? null;
    this.retryAfterMs = input.retryAfterMs ?? null;
    this.usage = input.usage ?? null;
    this.retryable = RETRYABLE.has(input.kind);
    this.detail = input.detail ?? null;
  }
}

const RETRYABLE = new Set<InstagramErrorKind>(["throttled", "app_throttled", "not_sent", "media_unfetchable"]);

/**
 * What an answer's code and subcode mean (facts 5). Everything the table does not hold is `unknown`, never permanent. The
 * message is localised and decides nothing, but for the one refusal that has no other sign (facts 1.8).
 */
export function classify(code: number | null, subcode: number | null, message?: string | null): Classified {
  if (code === 100 && subcode === null && /^Unsupported request - method type/i.test(message ?? "")) {
    return { kind: "app_problem", key: "app_lost_access" };
  }
  const row =
    ROWS.find((candidate) => candidate.code === code && candidate.subcode === subcode) ??
    ANY_SUBCODE_ROWS.find((candidate) => candidate.code === code);
  if (row) return { kind: row.kind, key: row.key };
  return isBusinessLimit(code) ? { kind: "throttled", key: "rate_limit" } : { kind: "unknown", key: "unknown" };
}

/** 80000 and following are the limits of business use cases (facts 5), of which Instagram's own are only some. */
function isBusinessLimit(code: number | null): boolean {
  return code !== null && code >= 80_000 && code < 81_000;
}

function summarize({ key, code, subcode, httpStatus }: InstagramErrorInput): string {
  const facts = [code && `code ${code}`, subcode && `subcode ${subcode}`, httpStatus && `HTTP ${httpStatus}`].filter(
    Boolean,
  );
  return facts.length > 0 ? `Instagram: ${key} (${facts.join(", ")})` : `Instagram: ${key}`;
}
