import { DrizzleQueryError } from "drizzle-orm";
import { sqlState } from "./errors.ts";

const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/**
 * A failed statement's error carries its parameters, which are what people wrote, and Next prints every error that a page or a
 * route lets through. So whoever prints one gets the statement, its code and where it came from, and nothing else.
 */
Object.defineProperty(DrizzleQueryError.prototype, INSPECT, {
  configurable: true,
  value(this: DrizzleQueryError) {
    const code = sqlState(this) ?? (this.cause as { code?: unknown } | undefined)?.code ?? "no code";
    const frames = (this.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
    return [`Failed query (${code}): ${this.query}`, ...frames].join("\n");
  },
});
