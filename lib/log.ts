import pino from "pino";

/** Structured lines: ids and codes only, never tokens, names or what people write. */
export const log = pino({
  level: process.env.LOG_LEVEL || "info",
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  serializers: { error: describeError },
});

/** What may be logged of an error: its kind, its code and where it came from. A driver's message can hold row values. */
function describeError(error: unknown) {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, code, stack } = error as Error & { code?: unknown };
  const frames = (stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  return { name, code: code ?? causeCode(error), at: frames.slice(0, 6).map((line) => line.trim()) };
}

function causeCode(error: Error): unknown {
  return error.cause instanceof Error ? (error.cause as Error & { code?: unknown }).code : undefined;
}
