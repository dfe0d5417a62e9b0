import { randomUUID } from "node:crypto";
import { refresh } from "next/cache";
import { headers } from "next/headers";
import { forbidden, unauthorized, unstable_rethrow } from "next/navigation";
import { z } from "zod";
import { DatabaseBusyError } from "#db/deadlines.ts";
import { isOwnOrigin } from "#lib/auth/request-origin.ts";
import { getSession } from "#lib/auth/session.ts";
import { sessionCookieName } from "#lib/auth/session-cookie.ts";
import { AppError, type AppErrorCode } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import type { Member, Role } from "#lib/members/member.ts";

/** `fields` names the faulty inputs; `requestId` finds an unforeseen failure in the log. */
export type ActionError = {
  code: AppErrorCode;
  message: string;
  values: Record<string, string | number>;
  fields?: Record<string, string>;
  requestId?: string;
};

/** A refusal hands back what was typed, because React empties a form after its action. */
export type ActionResult<T = void> =
  | { ok: true; data: T }
  | { ok: false; error: ActionError; values?: Record<string, string> };

/** Called with the input, or by `useActionState` with the previous result first. */
export type Action<Input, T> = {
  (...input: undefined extends Input ? [] : [input: Input | FormData]): Promise<ActionResult<T>>;
  (previous: ActionResult<T> | null, input: FormData): Promise<ActionResult<T>>;
};

type Options = {
  /** Everybody else gets 403. */
  role?: Extract<Role, "admin">;
  /** Renders the page anew in the same answer. Off where the browser fetches deltas itself. */
  refresh?: boolean;
};

/**
 * A server action for signed-in members. Refuses a foreign or missing Origin, proves the member and the role, refuses
 * fields the schema does not know, runs one domain function and turns what it throws into a result.
 */
export function memberAction<Schema extends z.ZodType, T>(
  schema: Schema,
  run: (member: Member, input: z.output<Schema>) => Promise<T>,
  options: Options = {},
): Action<z.input<Schema>, T> {
  return async (...args: unknown[]): Promise<ActionResult<T>> =>
    answer(args.at(-1), schema, options, async (input) => {
      const session = await getSession();
      if (!session) return refuseStranger();
      if (options.role === "admin" && session.member.role !== "admin") forbidden();
      return run(session.member, input());
    });
}

/** A server action for people who are not signed in: the same but for the member. */
export function publicAction<Schema extends z.ZodType, T>(
  schema: Schema,
  run: (input: z.output<Schema>) => Promise<T>,
): Action<z.input<Schema>, T> {
  return async (...args: unknown[]): Promise<ActionResult<T>> =>
    answer(args.at(-1), schema, {}, async (input) => run(input()));
}

async function answer<Schema extends z.ZodType, T>(
  given: unknown,
  schema: Schema,
  options: Options,
  run: (input: () => z.output<Schema>) => Promise<T>,
): Promise<ActionResult<T>> {
  const raw = given instanceof FormData ? fromForm(given) : given;
  try {
    if (!isOwnOrigin(await headers())) forbidden();
    const data = await run(() => parse(schema, raw));
    if (options.refresh) refresh();
    return { ok: true, data };
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, error: explain(error), values: typedText(raw) };
  }
}

/** A browser whose session has ended keeps its page and learns why; without any cookie nobody is there to tell. */
async function refuseStranger(): Promise<never> {
  if ((await headers()).get("cookie")?.includes(`${sessionCookieName()}=`)) {
    throw new AppError("signed_out", "You are signed out. Sign in again to go on.");
  }
  unauthorized();
}

/** Repeated names become a list. React's own hidden fields start with `$`. */
function fromForm(form: FormData): Record<string, unknown> {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith("$"));
  return Object.fromEntries(
    names.map((name) => {
      const all = form.getAll(name);
      return [name, all.length === 1 ? all[0] : all];
    }),
  );
}

/** Fields the schema does not name are refused, never passed on. */
function parse<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const strict: z.ZodType = schema instanceof z.ZodObject ? schema.strict() : schema;
  return strict.parse(raw) as z.output<Schema>;
}

function explain(error: unknown): ActionError {
  if (error instanceof AppError) return { code: error.code, message: error.message, values: error.values };
  if (error instanceof z.ZodError) return explainFaults(error);
  const requestId = randomUUID();
  log.error({ error, requestId }, error instanceof DatabaseBusyError ? "database busy" : "action failed");
  const message = "This does not work at the moment. Try again in a minute.";
  return { code: "unavailable", message, values: {}, requestId };
}

function explainFaults(error: z.ZodError): ActionError {
  const fields = error.issues.map((issue) => [issue.path.join("."), issue.message] as const);
  const message = error.issues[0]?.message ?? "Some of this cannot be used.";
  return { code: "invalid_input", message, values: {}, fields: Object.fromEntries(fields.reverse()) };
}

/** What was typed, secrets apart. */
function typedText(raw: unknown): Record<string, string> {
  if (typeof raw !== "object" || raw === null) return {};
  const kept = Object.entries(raw).filter(
    ([name, value]) => typeof value === "string" && !/password|token/i.test(name),
  );
  return Object.fromEntries(kept);
}
