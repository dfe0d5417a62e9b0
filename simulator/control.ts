import { accountRoutes } from "./control-accounts.ts";
import { customerRoutes } from "./control-customers.ts";
import { faultRoutes } from "./control-faults.ts";
import { webhookRoutes } from "./control-webhooks.ts";
import { worldRoutes } from "./control-world.ts";
import { Refusal } from "./errors.ts";
import type { Service } from "./events.ts";
import { type Answer, type Call, json, Wrong } from "./http.ts";
import { isObject, type Json } from "./json.ts";

export type Given = { params: Record<string, string>; body: Json; query: URLSearchParams; call: Call };
export type Route = [method: string, path: string, act: (service: Service, given: Given) => unknown];

const ROUTES: Route[] = [
  ["GET", "", () => ROUTES.map(([method, path]) => `${method} /control${path}`)],
  ...worldRoutes,
  ...accountRoutes,
  ...customerRoutes,
  ...webhookRoutes,
  ...faultRoutes,
];

/** The JSON API for tests and for the customer page; README.md describes every route. */
export async function control(service: Service, call: Call): Promise<Answer> {
  const path = call.path.slice("/control".length);
  if (foreign(call)) return json({ error: "the control API is not for other sites" }, 403);
  for (const [method, pattern, act] of ROUTES) {
    const params = method === call.method ? matched(pattern, path) : null;
    if (!params) continue;
    try {
      return json((await act(service, { params, body: bodyOf(call), query: call.query, call })) ?? { ok: true });
    } catch (error) {
      if (error instanceof Wrong) return json({ error: error.message }, 400);
      if (error instanceof Refusal) return json({ error: error.body }, error.status);
      throw error;
    }
  }
  return json({ error: `there is no ${call.method} ${call.path}` }, 404);
}

/** A browser on another site must not play the customer; programs send no Sec-Fetch-Site. */
function foreign(call: Call): boolean {
  const site = call.headers["sec-fetch-site"];
  return call.method !== "GET" && (site === "cross-site" || site === "same-site");
}

function matched(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith("{")) params[part.slice(1, -1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return params;
}

function bodyOf(call: Call): Json {
  if (call.raw.length === 0 || !/json|^$/.test(call.headers["content-type"] ?? "")) return {};
  try {
    const body: unknown = JSON.parse(call.raw.toString("utf8"));
    if (isObject(body)) return body;
  } catch {
    throw new Wrong("the body is not JSON");
  }
  throw new Wrong("the body must be a JSON object");
}
