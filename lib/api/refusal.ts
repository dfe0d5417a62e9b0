import { z } from "zod";
import { DatabaseBusyError } from "#db/deadlines.ts";
import { AppError, type AppErrorCode } from "#lib/errors.ts";
import { InstagramError } from "#lib/instagram/errors.ts";

type ErrorType =
  | "invalid_request_error"
  | "authentication_error"
  | "permission_error"
  | "not_found"
  | "rate_limit_error"
  | "platform_error"
  | "api_error";

/** Instagram's own figures about a refusal; its text is localised and not kept. */
export type PlatformError = { code?: number; subcode?: number; fbtraceId?: string; type?: string };

/** The body of every answer above 299, as `@zernio/node` reads it. */
export type ErrorBody = {
  error: string;
  type: ErrorType;
  code: string;
  param?: string;
  platform?: "instagram";
  platformError?: PlatformError;
  details?: Record<string, unknown>;
};

/** The API refuses, with a status and a body of its own. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers: Record<string, string>;

  constructor(status: number, body: ErrorBody, headers: Record<string, string> = {}) {
    super(body.error);
    this.name = "ApiRefusal";
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** What a caller learns of anything thrown, or null for what nobody foresaw. */
export function refusalOf(error: unknown): ApiRefusal | null {
  if (error instanceof ApiRefusal) return error;
  if (error instanceof z.ZodError) return faultsOf(error);
  if (error instanceof AppError) return new ApiRefusal(statusOf(error.code), bodyOf(error));
  if (error instanceof InstagramError) return platformRefusal({ ...error, reason: error.key }, statusFor(error));
  if (error instanceof DatabaseBusyError) {
    const body: ErrorBody = { error: "Too busy at the moment. Try again.", type: "api_error", code: "unavailable" };
    return new ApiRefusal(503, body, { "retry-after": "1" });
  }
  return null;
}

/** Instagram's figures about a refusal, as we keep them. */
export type Refused = { reason: string; code: number | null; subcode: number | null; traceId: string | null };

export function platformRefusal(refused: Refused, status = 400): ApiRefusal {
  return new ApiRefusal(status, {
    error: refusedSentence(refused),
    type: "platform_error",
    code: "platform_api_error",
    platform: "instagram",
    platformError: platformErrorOf(refused),
    details: { reason: refused.reason },
  });
}

export function refusedSentence({ reason }: Refused): string {
  return `Instagram refused this: ${reason.replaceAll("_", " ")}.`;
}

export function platformErrorOf({ code, subcode, traceId }: Refused): PlatformError {
  return {
    ...(code === null ? {} : { code, type: "OAuthException" }),
    ...(subcode === null ? {} : { subcode }),
    ...(traceId === null ? {} : { fbtraceId: traceId }),
  };
}

/** What Instagram did not decide is a fault on the way, not of the request. */
function statusFor({ kind }: InstagramError): number {
  return kind === "unknown" || kind === "not_sent" ? 502 : 400;
}

export function invalid(error: string, param?: string, code = "invalid_input"): ApiRefusal {
  return new ApiRefusal(400, { error, type: "invalid_request_error", code, ...(param ? { param } : {}) });
}

const STATUSES: Partial<Record<AppErrorCode, number>> = {
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  not_replayable: 422,
  already_connected_elsewhere: 409,
  too_many_attempts: 429,
  file_too_large: 413,
  file_type_unsupported: 415,
  unavailable: 503,
};

function statusOf(code: AppErrorCode): number {
  return STATUSES[code] ?? 400;
}

const TYPES: Partial<Record<AppErrorCode, ErrorType>> = {
  not_found: "not_found",
  forbidden: "permission_error",
  account_needs_reconnect: "platform_error",
  unavailable: "api_error",
};

function bodyOf({ code, message, values }: AppError): ErrorBody {
  const details = Object.keys(values).length > 0 ? { details: values } : {};
  return { error: message, type: TYPES[code] ?? "invalid_request_error", code, ...details };
}

/** The SDK makes a ValidationError of `details.fields`. */
function faultsOf(error: z.ZodError): ApiRefusal {
  const fields: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const names = issue.code === "unrecognized_keys" ? issue.keys : [issue.path.join(".") || "body"];
    for (const name of names) fields[name] = [...(fields[name] ?? []), issue.message];
  }
  const [param, [message] = []] = Object.entries(fields)[0] ?? [];
  return new ApiRefusal(400, {
    error: `${param}: ${message}`,
    type: "invalid_request_error",
    code: "validation_error",
    ...(param ? { param } : {}),
    details: { fields },
  });
}
