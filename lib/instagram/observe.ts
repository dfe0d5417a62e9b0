import { createHash } from "node:crypto";
import { InstagramError, type InstagramErrorKey } from "./errors.ts";
import type { Usage } from "./usage.ts";

/** What may be kept of a call: no token, no id, no text. */
export type ObservedCall = {
  startedAt: Date;
  durationMs: number;
  method: string;
  /** The path with names in place of ids, such as `{account}/messages`. */
  endpoint: string;
  /** SHA-256 of the token in hex, for whoever knows whose it is; null without one. */
  tokenHash: string | null;
  /** Null when no answer came. */
  status: number | null;
  key: InstagramErrorKey | null;
  code: number | null;
  subcode: number | null;
  traceId: string | null;
  /** What the answer said of the limits; null when none came. */
  usage: Usage | null;
};

type Listener = (call: ObservedCall) => void;
type About = { method: string; endpoint: string; token: string | undefined };

const KEY = Symbol.for("antwort.instagram-calls");
const shared = globalThis as typeof globalThis & { [KEY]?: Listener | undefined };

/**
 * Tells `listener` of every call of this process once it has ended. One listener at a time; it must neither wait nor throw. The
 * server's own modules and the bundled pages are loaded apart, so it hangs on the global object.
 */
export function observeCalls(listener: Listener | null): void {
  shared[KEY] = listener ?? undefined;
}

export async function observed<T extends { response: Response; usage: Usage }>(
  about: About,
  call: () => Promise<T>,
): Promise<T> {
  const listener = shared[KEY];
  if (!listener) return call();
  const startedAt = new Date();
  const began = performance.now();
  const tell = (outcome: Pick<ObservedCall, "status" | "key" | "code" | "subcode" | "traceId" | "usage">) =>
    listener({
      startedAt,
      durationMs: Math.round(performance.now() - began),
      method: about.method,
      endpoint: about.endpoint,
      tokenHash: about.token === undefined ? null : hashOfToken(about.token),
      ...outcome,
    });
  try {
    const answered = await call();
    const traceId = answered.response.headers.get("x-fb-trace-id");
    const { response, usage } = answered;
    tell({ status: response.status, key: null, code: null, subcode: null, traceId, usage });
    return answered;
  } catch (error) {
    if (error instanceof InstagramError) {
      const { httpStatus: status, key, code, subcode, traceId, usage } = error;
      tell({ status, key, code, subcode, traceId, usage });
    }
    throw error;
  }
}

export function hashOfToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

const NAMES = new Set([
  "access_token",
  "conversations",
  "me",
  "message_attachments",
  "messages",
  "messenger_profile",
  "oauth",
  "refresh_access_token",
  "subscribed_apps",
]);

/** Ids never get into a log: whatever is not a known name of the API becomes what stands for it. */
export function endpointOf(path: readonly string[], object = "{id}"): string {
  return path.map((part) => (NAMES.has(part) ? part : object)).join("/");
}
