import type { z } from "zod";
import { isOwnOrigin } from "#lib/auth/request-origin.ts";
import { getMember } from "#lib/auth/session.ts";
import { AppError, type AppErrorCode, NotFoundError } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import type { Member } from "#lib/members/member.ts";

const HEADERS = { "cache-control": "no-store" };
const MAX_BODY_LENGTH = 100_000;

/** A GET of the inbox's own pages: proves the member, parses the query, makes one call, answers JSON that nobody keeps. */
export async function answerMember<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  run: (member: Member, query: z.output<Schema>) => Promise<unknown>,
): Promise<Response> {
  return answer(schema, Object.fromEntries(new URL(request.url).searchParams), run);
}

/**
 * A PUT or POST of the inbox's own pages, for what must not wait its turn among actions: refuses any page but our own, and
 * any body but a small piece of JSON, which no form of another site can send.
 */
export async function takeFromMember<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  run: (member: Member, input: z.output<Schema>) => Promise<unknown>,
): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return refuse("forbidden", 403);
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) return refuse("invalid_input", 415);
  // A browser that leaves takes what it was still sending with it; nobody hears this answer.
  const text = await request.text().catch(() => "");
  if (text.length > MAX_BODY_LENGTH) return refuse("invalid_input", 413);
  return answer(schema, readJson(text), run);
}

/**
 * A file by the inbox's own pages, as the body itself: the member is proven before a byte of it is read, and what describes
 * it stands in the query.
 */
export async function takeFileFromMember<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  run: (member: Member, query: z.output<Schema>) => Promise<unknown>,
): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return refuse("forbidden", 403);
  return answer(schema, Object.fromEntries(new URL(request.url).searchParams), run);
}

async function answer<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  run: (member: Member, input: z.output<Schema>) => Promise<unknown>,
): Promise<Response> {
  const member = await getMember().catch(unavailable);
  if (member instanceof Response) return member;
  if (!member) return refuse("signed_out", 401);
  const input = schema.safeParse(given);
  if (!input.success) return refuse("invalid_input", 400);
  try {
    return Response.json((await run(member, input.data)) ?? null, { headers: HEADERS });
  } catch (error) {
    if (!(error instanceof AppError)) return unavailable(error);
    const status = error instanceof NotFoundError ? 404 : (STATUSES[error.code] ?? 400);
    return refuse(error.code, status, error.values);
  }
}

const STATUSES: Partial<Record<AppErrorCode, number>> = { file_too_large: 413, file_type_unsupported: 415 };

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(error: AppErrorCode, status: number, values: AppError["values"] = {}): Response {
  return Response.json({ error, ...values }, { status, headers: HEADERS });
}

/** Logged here, by kind and place: what the framework would print of a database error holds its parameters. */
function unavailable(error: unknown): Response {
  log.error({ error }, "inbox request failed");
  return Response.json({ error: "unavailable" }, { status: 503, headers: { ...HEADERS, "retry-after": "2" } });
}
