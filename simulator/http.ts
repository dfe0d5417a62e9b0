import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isObject, type Json, maybeJson, metaJson } from "./json.ts";

/** One request, read to its end. `path` has no version prefix; `version` is that prefix or the newest. */
export type Call = {
  method: string;
  url: URL;
  path: string;
  version: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  raw: Buffer;
};

/** What a handler wants written. `after` runs once the answer is out, or would have been. */
export type Answer = {
  status: number;
  headers?: Record<string, string>;
  body: string | Buffer;
  after?: () => void;
};

export type UploadedFile = { name: string; mime: string; bytes: Buffer };

/** A control call that makes no sense; its sentence is the answer. */
export class Wrong extends Error {}

const LIMIT = 30 * 1024 * 1024;

/** Reads the whole request; throws when it is larger than Instagram would take. */
export async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "localhost"}`);
  const [, version, rest] = url.pathname.match(/^\/(v\d+\.\d+)(\/.*)?$/) ?? [];
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LIMIT) throw new Error("request body too large");
    chunks.push(chunk as Buffer);
  }
  const path = version ? (rest ?? "/") : url.pathname;
  return {
    method: request.method ?? "GET",
    url,
    path: path.length > 1 ? path.replace(/\/+$/, "") : path,
    version: version ?? "v26.0",
    query: url.searchParams,
    headers: request.headers,
    raw: Buffer.concat(chunks),
  };
}

/**
 * The parameters of a call from JSON, url-encoded or multipart bodies, over those of the query. Nested names
 * (`recipient[id]`) and JSON inside form fields are understood, as Graph does. Returns null for a body that cannot be read.
 */
export async function parameters(call: Call): Promise<{ values: Json; files: Record<string, UploadedFile> } | null> {
  const values: Json = {};
  const files: Record<string, UploadedFile> = {};
  for (const [name, value] of call.query) assign(values, name, value);
  const type = call.headers["content-type"] ?? "";
  if (call.raw.length === 0) return { values, files };
  if (type.includes("multipart/form-data") || type.includes("application/x-www-form-urlencoded")) {
    const form = await formOf(call, type);
    if (!form) return null;
    for (const [name, value] of form) {
      if (typeof value === "string") assign(values, name, value);
      else files[name] = { name: value.name, mime: value.type, bytes: Buffer.from(await value.arrayBuffer()) };
    }
    return { values, files };
  }
  try {
    const body: unknown = JSON.parse(call.raw.toString("utf8"));
    return isObject(body) ? { values: { ...values, ...body }, files } : null;
  } catch {
    return null;
  }
}

async function formOf(call: Call, type: string): Promise<FormData | null> {
  try {
    return await new Response(new Uint8Array(call.raw), { headers: { "content-type": type } }).formData();
  } catch {
    return null;
  }
}

function assign(values: Json, name: string, value: string) {
  const keys = name.match(/[^[\]]+/g) ?? [];
  let place = values;
  for (const key of keys.slice(0, -1)) {
    if (key === "__proto__") return;
    if (!isObject(place[key])) place[key] = {};
    place = place[key] as Json;
  }
  const last = keys.at(-1);
  if (last && last !== "__proto__") place[last] = last === "text" ? value : maybeJson(value);
}

export function json(value: unknown, status = 200): Answer {
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8" },
    body: JSON.stringify(value),
  };
}

/** A Graph answer, with non-ASCII escaped as Meta does. */
export function ok(value: unknown): Answer {
  return { status: 200, headers: { "Content-Type": "application/json; charset=UTF-8" }, body: metaJson(value) };
}

export function html(body: string, status = 200): Answer {
  return { status, headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" }, body };
}

export function redirect(location: string): Answer {
  return { status: 302, headers: { Location: location, "Cache-Control": "no-store" }, body: "" };
}

export function write(response: ServerResponse, answer: Answer) {
  const body = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.body, "utf8");
  response.writeHead(answer.status, { ...answer.headers, "Content-Length": String(body.length) });
  response.end(body);
}

export function sha256(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
