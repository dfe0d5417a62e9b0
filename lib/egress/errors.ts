/**
 * `refused`: we do not go there. `too_large`, `timeout`: it broke its bounds. `unreachable`: no answer, or one that broke off.
 * An answer that may change with time is `timeout` or `unreachable`.
 */
export type EgressReason = "refused" | "too_large" | "timeout" | "unreachable";

/** A stranger's address brought nothing. The message never holds the address, which may be signed. */
export class EgressError extends Error {
  readonly reason: EgressReason;

  constructor(reason: EgressReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "EgressError";
    this.reason = reason;
  }
}

const TIMEOUT_CODES = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "UND_ERR_CONNECT_TIMEOUT"]);

/** What the HTTP client threw, in our words. */
export function asEgressError(error: unknown): EgressError {
  if (error instanceof EgressError) return error;
  const { name, code } = error instanceof Error ? (error as Error & { code?: unknown }) : { name: "", code: undefined };
  if (name === "TimeoutError" || TIMEOUT_CODES.has(String(code))) {
    return new EgressError("timeout", "The answer took too long.", error);
  }
  return new EgressError("unreachable", "No whole answer came.", error);
}
