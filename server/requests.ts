import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { isFromTrustedProxy, PEER_HEADER } from "#lib/auth/client-ip.ts";

const FORWARDED = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-real-ip",
];
const MAX_SILENT_PER_ADDRESS = 200;

/** A video over a phone's line takes its time. */
export const FILE_TIMEOUT_MS = 240_000;
const BODY_TIMEOUT_MS = 18_000;

/** Why a request is refused before anything of ours reads it, or nothing. */
export function refusalOf(request: IncomingMessage): { status: number; reason: string } | undefined {
  if (request.method === "TRACE" || request.method === "TRACK") return { status: 405, reason: "Method Not Allowed" };
  if (!isDecodable(request.url ?? "")) return { status: 400, reason: "Bad Request" };
  return countHeader(request, "host") > 1 ? { status: 400, reason: "Bad Request" } : undefined;
}

function countHeader(request: IncomingMessage, wanted: string): number {
  return request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === wanted).length;
}

/** Next answers 500 where an escape in the path is cut short. */
function isDecodable(url: string) {
  try {
    decodeURIComponent(url.split("?")[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

/**
 * Says who is at the other end of the connection and drops what only a proxy of ours may say: Next believes
 * `X-Forwarded-Host` from anybody when it compares a server action's origin.
 */
export function markPeer(request: IncomingMessage) {
  // Of two keys Node would quietly keep the first; a request that shows two shows none.
  if (countHeader(request, "authorization") > 1) delete request.headers.authorization;
  request.headers[PEER_HEADER] = request.socket.remoteAddress ?? "";
  if (isFromTrustedProxy(new Headers({ [PEER_HEADER]: String(request.headers[PEER_HEADER]) }))) return;
  for (const name of FORWARDED) delete request.headers[name];
}

/**
 * A handler that gives up a body half-way leaves the rest in the connection, which nobody reads any more: the next request
 * on it would wait until the time-out.
 */
export function closeAbandoned(request: IncomingMessage, response: ServerResponse) {
  const { socket } = request;
  response.once("finish", () => {
    if (!request.complete && request.destroyed) socket.destroySoon();
  });
}

/** Whatever is no file is here soon or never. Doors that take files prove who sends before they read. */
export function cutSlowBody(request: IncomingMessage, timeoutMs = BODY_TIMEOUT_MS) {
  if (request.method === "GET" || request.method === "HEAD" || isFile(request)) return;
  const cut = setTimeout(() => {
    if (request.complete) return;
    request.socket.end("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
    request.socket.destroySoon();
  }, timeoutMs);
  cut.unref();
  request.once("close", () => clearTimeout(cut));
}

function isFile({ url = "", headers }: IncomingMessage): boolean {
  if (url.startsWith("/api/inbox/uploads") || url.startsWith("/api/files/")) return true;
  return url.startsWith("/api/v1/") && !/^application\/json\b/i.test(headers["content-type"] ?? "");
}

/**
 * Bounds the connections of one address that have not yet sent a whole request head. Those that have are honest enough:
 * an office behind one address keeps hundreds of event streams open. The loopback, where proxies live, is not bounded.
 */
export function limitSilentConnections(server: Server) {
  const silent = new Map<string, number>();
  const waiting = new WeakSet<Socket>();
  const settle = (socket: Socket, address: string) => {
    if (!waiting.delete(socket)) return;
    const left = (silent.get(address) ?? 1) - 1;
    if (left > 0) silent.set(address, left);
    else silent.delete(address);
  };
  server.on("connection", (socket: Socket) => {
    const address = socket.remoteAddress ?? "";
    if (isLoopback(address)) return;
    const count = silent.get(address) ?? 0;
    if (count >= MAX_SILENT_PER_ADDRESS) return void socket.destroy();
    silent.set(address, count + 1);
    waiting.add(socket);
    socket.once("close", () => settle(socket, address));
  });
  server.prependListener("request", ({ socket }: IncomingMessage) => settle(socket, socket.remoteAddress ?? ""));
}

function isLoopback(address: string) {
  return address === "::1" || /^(::ffff:)?127\./.test(address);
}
