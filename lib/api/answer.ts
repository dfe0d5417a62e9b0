import { randomUUID } from "node:crypto";
import { z } from "zod";
import { log } from "#lib/log.ts";
import { findApiKey, type KeyGroup } from "./keys.ts";
import { openApiDocument } from "./openapi.ts";
import { countRequest } from "./rate-limit.ts";
import { isForm } from "./read-form.ts";
import { readJson } from "./read-json.ts";
import { ApiRefusal, refusalOf } from "./refusal.ts";
import { Answer, type ApiKey, type ApiRoute, type ReadBody } from "./route.ts";
import { ROUTES } from "./routes.ts";

const START = "/api";

/**
 * Answers any request below `/api/v1`: finds the route, proves the key, counts the request, checks the permission, validates
 * what was sent and turns whatever is thrown into a status and a JSON body.
 */
export async function answerApi(request: Request): Promise<Response> {
  const headers: Record<string, string> = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
  try {
    const url = new URL(request.url);
    const address = url.pathname.slice(START.length);
    if (address === "/v1/openapi.json" && request.method === "GET") {
      return Response.json(openApiDocument(), { headers: { ...headers, "cache-control": "public, max-age=300" } });
    }
    const key = await proveKey(request);
    Object.assign(headers, await countRequest(key.id));
    const { route, path } = findRoute(request.method, address);
    requireGroup(key, route);
    if ((route.permission ?? (route.method === "GET" ? "read" : "read-write")) === "read-write") requireWrite(key);
    const named = {
      path: route.path ? parsePath(route.path, path) : undefined,
      query: strict(route.query ?? z.object({})).parse(queryOf(url)),
    };
    const given = await readGiven(route, key, request);
    const body = route.body ? strict(route.body).parse(given.body) : undefined;
    const call = { ...given, ...named, key, body, request };
    const result = await route.run(call);
    const answer = result instanceof Answer ? result : new Answer(200, result);
    const init = { status: answer.status, headers: { ...headers, ...answer.headers } };
    return answer.status === 302 ? new Response(null, init) : Response.json(answer.body, init);
  } catch (error) {
    const { status, body, headers: more } = refusalOf(error) ?? unforeseen(error);
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

async function proveKey(request: Request): Promise<ApiKey> {
  const [, token] = request.headers.get("authorization")?.match(/^Bearer +([\x21-\x7e]{1,200})$/i) ?? [];
  const key = token ? await findApiKey(token) : null;
  if (key) return { ...key, apiKeyId: key.id };
  throw new ApiRefusal(
    401,
    {
      error: token
        ? "This key does not exist, has expired or was revoked."
        : "Send an API key in the header: Authorization: Bearer ak_live_…",
      type: "authentication_error",
      code: "unauthorized",
    },
    { "www-authenticate": "Bearer" },
  );
}

/** A key that is kept out of a part of the API, and what every key of it needs. */
function requireGroup({ disabledGroups }: ApiKey, { tag }: ApiRoute): void {
  const group = GROUPS[tag];
  if (!group || !disabledGroups.includes(group)) return;
  throw new ApiRefusal(403, {
    error: `This key has no part in ${group}.`,
    type: "permission_error",
    code: "insufficient_permissions",
    details: { required_group: group },
  });
}

const GROUPS: Record<string, KeyGroup> = {
  Conversations: "messages",
  Messages: "messages",
  Media: "messages",
  Contacts: "contacts",
  Analytics: "analytics",
  Accounts: "accounts",
  Connect: "accounts",
  Webhooks: "webhooks",
  Logs: "webhooks",
};

function requireWrite({ permission }: ApiKey): void {
  if (permission === "read-write") return;
  throw new ApiRefusal(403, {
    error: "This key may only read. Make one that may write under Settings, Developers.",
    type: "permission_error",
    code: "insufficient_permission",
  });
}

function findRoute(method: string, address: string): { route: ApiRoute; path: Record<string, string> } {
  const matches = MATCHERS.flatMap(({ route, pattern }) => {
    const match = pattern.exec(address);
    return match ? [{ route, path: { ...match.groups } }] : [];
  });
  const found = matches.find(({ route }) => route.method === method);
  if (found) return found;
  const [first] = matches;
  if (!first) {
    const error = "There is nothing at this address. Antwort speaks for Instagram messages only.";
    throw new ApiRefusal(404, { error, type: "not_found", code: "not_found" });
  }
  throw new ApiRefusal(
    405,
    { error: `${method} does nothing here.`, type: "invalid_request_error", code: "method_not_allowed" },
    { allow: matches.map(({ route }) => route.method).join(", ") },
  );
}

/** Fixed addresses come before those with a name in them: `search` is no conversation. */
const MATCHERS = [...ROUTES]
  .sort((a, b) => Number(a.address.includes("{")) - Number(b.address.includes("{")))
  .map((route) => ({
    route,
    pattern: new RegExp(`^${route.address.replaceAll(".", "\\.").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}/?$`),
  }));

/** A path that names nothing possible names nothing at all. */
function parsePath(schema: z.ZodType, path: Record<string, string>): unknown {
  const named = schema.safeParse(Object.fromEntries(Object.entries(path).map(([k, v]) => [k, decodeURIComponent(v)])));
  if (named.success) return named.data;
  throw new ApiRefusal(404, { error: "There is nothing of this id.", type: "not_found", code: "not_found" });
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

function unforeseen(error: unknown): ApiRefusal {
  const requestId = randomUUID();
  log.error({ error, requestId }, "api request failed");
  return new ApiRefusal(500, {
    error: "This does not work at the moment. Try again in a minute.",
    type: "api_error",
    code: "internal_error",
    details: { requestId },
  });
}
