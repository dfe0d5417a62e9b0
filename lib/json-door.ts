import type { z } from "zod";
import { getMember } from "#lib/auth/session.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import type { Member } from "#lib/members/member.ts";

const HEADERS = { "cache-control": "no-store" };

/** A GET of the inbox's own pages: proves the member, parses the query, makes one call, answers JSON that nobody keeps. */
export async function answerMember<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  run: (member: Member, query: z.output<Schema>) => Promise<unknown>,
): Promise<Response> {
  const member = await getMember().catch(unavailable);
  if (member instanceof Response) return member;
  if (!member) return Response.json({ error: "signed_out" }, { status: 401, headers: HEADERS });
  const query = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) return Response.json({ error: "invalid_input" }, { status: 400, headers: HEADERS });
  try {
    return Response.json(await run(member, query.data), { headers: HEADERS });
  } catch (error) {
    if (!(error instanceof AppError)) return unavailable(error);
    const status = error instanceof NotFoundError ? 404 : 400;
    return Response.json({ error: error.code }, { status, headers: HEADERS });
  }
}

/** Logged here, by kind and place: what the framework would print of a database error holds its parameters. */
function unavailable(error: unknown): Response {
  log.error({ error }, "inbox request failed");
  return Response.json({ error: "unavailable" }, { status: 503, headers: { ...HEADERS, "retry-after": "2" } });
}
