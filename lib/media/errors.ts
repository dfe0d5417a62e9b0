/**
 * `gone`: Instagram no longer gives it. `refused`: it is nothing we show, or larger than we take. `unavailable`: it may come
 * when asked again later.
 */
export type MediaReason = "gone" | "refused" | "unavailable";

/** Media that cannot be shown; the screen puts a placeholder with kind and size in its place. */
export class MediaError extends Error {
  readonly reason: MediaReason;

  constructor(reason: MediaReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "MediaError";
    this.reason = reason;
  }
}

export function isGone(error: unknown): error is MediaError {
  return error instanceof MediaError && error.reason === "gone";
}
