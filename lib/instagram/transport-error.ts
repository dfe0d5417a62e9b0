import { InstagramError } from "./errors.ts";

/** Turns what `fetch` throws into `not_sent`, when no byte of the request can have left, or `unknown` (reliability 3.3). */
export function readTransportError(error: unknown): InstagramError {
  if (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError")) {
    return new InstagramError({ kind: "unknown", key: "timeout" });
  }
  const cause = causeOf(error);
  return isBeforeWriting(cause)
    ? new InstagramError({ kind: "not_sent", key: "not_sent", cause })
    : new InstagramError({ kind: "unknown", key: "connection_lost", cause });
}

type NetworkError = Error & { code?: string; syscall?: string; errors?: unknown[] };

const NEVER_CONNECTED = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EAI_NODATA",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const BAD_CERTIFICATE =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|INVALID_CA|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)/;

function isBeforeWriting(error: NetworkError): boolean {
  const code = error.code ?? "";
  if (NEVER_CONNECTED.has(code) || BAD_CERTIFICATE.test(code) || error.syscall === "connect") return true;
  if (error instanceof AggregateError)
    return error.errors.length > 0 && error.errors.every((one) => isBeforeWriting(causeOf(one)));
  return code === "ECONNRESET" && error.message.includes("before secure TLS connection was established");
}

/** `fetch` wraps the network's error in a TypeError; the wrapper itself may name the address, so only the inner one is kept. */
function causeOf(error: unknown): NetworkError {
  const inner = error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
  return inner instanceof Error ? inner : new Error("unknown network failure");
}
