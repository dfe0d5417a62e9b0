import { randomUUID } from "node:crypto";
import { z } from "zod";
import { log } from "#lib/log.ts";
import { findRoute } from "./find-route.ts";
import { openApiDocument } from "./openapi.ts";
import { proveKey, requireAddress, requirePermission } from "./prove-key.ts";
import { countRequest, RateLimited } from "./rate-limit.ts";
import { isForm } from "./read-form.ts";
import { readJson } from "./read-json.ts";
import { ApiRefusal, refusalOf } from "./refusal.ts";
import { noteRequest } from "./request-log.ts";
import { Answer, type ApiKey, type ApiRoute, type ReadBody } from "./route.ts";

const START = "/api";

/** What is known of a request once it is answered. */
type Seen = { requestId: string; key?: ApiKey; route?: ApiRoute; errorCode?: string; isFlood?: boolean };

/**
 * Answers any request below `/api/v1`: finds the route, proves the key, counts the request, checks the permission, validates
 * what was sent and turns whatever is thrown into a status and a JSON body. What a key asks for is kept in the log.
 */
export async function answerApi(request: Request): Promise<Response> {
  const at = new Date();
  const began = performance.now();
  const seen: Seen = { requestId: randomUUID() };
  const response = await answer(request, seen);
  response.headers.set("x-request-id", seen.requestId);
  const { key, route, requestId, errorCode = null, isFlood = false } = seen;
  if (key && !isFlood) {
    noteRequest({
      at,
      workspaceId: key.workspaceId,
      apiKeyId: key.id,
      requestId,
      method: request.method,
      route: route?.address ?? null,
      status: response.status,
      errorCode,
      durationMs: Math.round(performance.now() - began),
    });
  }
  return response;
}

async function answer(request: Request, seen: Seen): Promise<Response> {
  const headers: Record<string, string> = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
  try {
    const url = new URL(request.url);
    const address = url.pathname.slice(START.length);
    if (address === "/v1/openapi.json" && request.method === "GET") {
      return Response.json(openApiDocument(), { headers: { ...headers, "cache-control": "public, max-age=300" } });
    }
    const key = await proveKey(request);
    seen.key = key;
    requireAddress(key, request);
    Object.assign(headers, await countRequest(key.id));
    const { route, path } = findRoute(request.method, address);
    seen.route = route;
    requirePermission(key, route);
    const named = {
      path: route.path ? parsePath(route.path, path) : undefined,
      query: strict(route.query ?? z.object({})).parse(queryOf(url)),
    };
    const given = await readGiven(route, key, request);
    const body = route.body ? strict(route.body).parse(given.body) : undefined;
    const call = { ...given, ...named, key, body, request };
    const result = await route.run(call);
    const done = result instanceof Answer ? result : new Answer(200, result);
    const init = { status: done.status, headers: { ...headers, ...done.headers } };
    return done.status === 302 ? new Response(null, init) : Response.json(done.body, init);
  } catch (error) {
    const { status, body, headers: more } = refusalOf(error) ?? unforeseen(error, seen);
    seen.errorCode = body.code;
    seen.isFlood = error instanceof RateLimited && error.isFlood;
    return Response.json(body, { status, headers: { ...headers, ...more } });
  }
}

async function readGiven(route: ApiRoute, key: ApiKey, request: Request): Promise<ReadBody> {
  if (route.form?.read && isForm(request)) return route.form.read(key, request);
  const body = route.body ? await readJson(request) : undefined;
  return { body, claimed: body };
}

/** Fields nobody knows are refused: a filter with a slip in its name must not answer everything. */
function strict(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodObject ? schema.strict() : schema;
}

/** A path that names nothing possible names nothing at all. */
function parsePath(schema: z.ZodType, path: Record<string, string>): unknown {
  const decoded = Object.fromEntries(Object.entries(path).map(([name, value]) => [name, decode(value)]));
  const named = schema.safeParse(decoded);
  if (named.success) return named.data;
  const [fault] = named.error.issues;
  const error = fault?.code === "invalid_value" ? fault.message : "There is nothing of this id.";
  throw new ApiRefusal(404, { error, type: "not_found", code: "not_found" });
}

function decode(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** A name given twice is refused rather than guessed. */
function queryOf(url: URL): Record<string, string | string[]> {
  const names = new Set(url.searchParams.keys());
  return Object.fromEntries(
    [...names].map((name) => {
      const values = url.searchParams.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

function unforeseen(error: unknown, { requestId }: Seen): ApiRefusal {
  log.error({ error, requestId }, "api request failed");
  return new ApiRefusal(500, {
    error: "This does not work at the moment. Try again in a minute.",
    type: "api_error",
    code: "internal_error",
    details: { requestId },
  });
}
