import { env } from "#lib/env.ts";
import { throughBreaker } from "./breaker.ts";
import { InstagramError } from "./errors.ts";
import { readRefusal } from "./graph-error.ts";
import { isObject, type JsonObject, parseJson } from "./json.ts";
import { endpointOf, observed } from "./observe.ts";
import { readTransportError } from "./transport-error.ts";
import { readUsage, type Usage } from "./usage.ts";

export const DEFAULT_TIMEOUT_MS = 20_000;
export const MAX_ANSWER_BYTES = 1024 * 1024;

export type CallOptions = { timeoutMs?: number };

export type GraphCall = CallOptions & {
  method?: "GET" | "POST" | "DELETE";
  /** `graph`: versioned Graph path; `graph_unversioned`: token paths; `api`: the code exchange. */
  host?: "graph" | "graph_unversioned" | "api";
  /** Path parts, escaped one by one. */
  path: readonly string[];
  /** What an id in the path stands for, for those who observe calls. */
  object?: "{account}" | "{conversation}" | "{message}" | "{customer}";
  query?: Record<string, string>;
  token?: string;
  json?: JsonObject;
  form?: Record<string, string>;
};

export type GraphAnswer = { body: JsonObject; usage: Usage };

/**
 * The one call to Instagram. Answers the JSON object of a 2xx, throws InstagramError for everything else: `not_sent` only when
 * no byte of the request can have arrived, the refusal's kind for a Graph error, `unknown` for all that may have had an effect.
 * The deadline covers the answer's body too; at most 1 MiB of it is read.
 */
export async function callGraph(call: GraphCall): Promise<GraphAnswer> {
  const { method = "GET", path, object, token = call.query?.access_token } = call;
  const { body, usage } = await observed({ method, endpoint: endpointOf(path, object), token }, () => perform(call));
  return { body, usage };
}

async function perform(call: GraphCall): Promise<GraphAnswer & { response: Response }> {
  const { response, text } = await exchange(call);
  const usage = readUsage(response.headers);
  const body = parseAnswer(text);
  const refusal = readRefusal({
    status: response.status,
    headers: response.headers,
    body,
    usage,
    secrets: secretsOf(call),
  });
  if (refusal) throw refusal;
  if (!body) throw new InstagramError({ kind: "unknown", key: "unreadable_answer", httpStatus: response.status });
  return { body, usage, response };
}

async function exchange(call: GraphCall): Promise<{ response: Response; text: string | null }> {
  const { url, init } = buildRequest(call);
  return throughBreaker(url.origin, async () => {
    try {
      const response = await fetch(url, init);
      return { response, text: await readCapped(response) };
    } catch (error) {
      throw readTransportError(error);
    }
  });
}

function buildRequest(call: GraphCall): { url: URL; init: RequestInit } {
  const url = new URL(`${baseUrl(call.host ?? "graph")}/${call.path.map(encodeURIComponent).join("/")}`);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);

  const headers = new Headers({ accept: "application/json" });
  if (call.token !== undefined) headers.set("authorization", `Bearer ${call.token}`);
  if (call.json) headers.set("content-type", "application/json");
  const body = call.json ? JSON.stringify(call.json) : call.form ? new URLSearchParams(call.form) : null;
  return {
    url,
    init: {
      method: call.method ?? "GET",
      headers,
      body,
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(call.timeoutMs ?? DEFAULT_TIMEOUT_MS),
    },
  };
}

function baseUrl(host: NonNullable<GraphCall["host"]>): string {
  const { INSTAGRAM_API_URL, INSTAGRAM_GRAPH_URL, INSTAGRAM_GRAPH_VERSION } = env();
  if (host === "api") return INSTAGRAM_API_URL;
  return host === "graph" ? `${INSTAGRAM_GRAPH_URL}/${INSTAGRAM_GRAPH_VERSION}` : INSTAGRAM_GRAPH_URL;
}

/** Null when the answer is longer than the cap; the connection is dropped then. */
async function readCapped(response: Response): Promise<string | null> {
  if (!response.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) return null;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function parseAnswer(text: string | null): JsonObject | null {
  if (text === null) return null;
  try {
    const body = parseJson(text);
    return isObject(body) ? body : null;
  } catch {
    return null;
  }
}

function secretsOf(call: GraphCall): string[] {
  const { access_token, client_secret, code } = { ...call.query, ...call.form };
  return [call.token, access_token, client_secret, code].filter(
    (secret) => secret !== undefined && secret !== "",
  ) as string[];
}
