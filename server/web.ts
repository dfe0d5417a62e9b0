import { createServer, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import next from "next";
import {
  closeAbandoned,
  cutSlowBody,
  FILE_TIMEOUT_MS,
  limitSilentConnections,
  markPeer,
  refusalOf,
} from "./requests.ts";
import { onShutdown } from "./shutdown.ts";
import { staticFiles } from "./static-files.ts";

/** The limits are on receiving a request; an answer, such as an event stream, may last as long as it likes. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: FILE_TIMEOUT_MS,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
};
const FINISH_WITHIN_MS = 4_000;

/** Serves the pages and routes, and returns once it listens. */
export async function startWeb({ port, host, dev }: { port: number; host: string; dev: boolean }): Promise<void> {
  const server = createServer(LIMITS);
  const dir = join(import.meta.dirname, "..");
  const app = next({
    dev,
    dir,
    hostname: host,
    port,
    httpServer: server,
    turbopack: true,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  const serveStatic = dev ? passOn : staticFiles(dir);
  limitSilentConnections(server);
  server.on("request", (request, response) => {
    const refusal = refusalOf(request);
    if (refusal) return refuse(response, refusal);
    markPeer(request);
    closeAbandoned(request, response);
    cutSlowBody(request);
    serveStatic(request, response, () =>
      handle(request, response).catch((error: unknown) => {
        console.error(error);
        if (response.headersSent) response.destroy();
        else refuse(response, { status: 500, reason: "Internal Server Error" });
      }),
    );
  });
  if (!dev) server.on("upgrade", (_request, socket) => socket.destroy());

  onShutdown("serving", () => stop(server));
  await listen(server, port, host);
}

function passOn(_request: unknown, _response: unknown, next: () => unknown) {
  return next();
}

function refuse(response: ServerResponse, { status, reason }: { status: number; reason: string }) {
  response.writeHead(status, { "content-type": "text/plain", connection: "close" }).end(reason);
}

function listen(server: Server, port: number, host: string) {
  return new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog: 1024 }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Requests under way may finish. Streams were told to end by the drain; what stays open regardless is cut. */
function stop(server: Server) {
  return new Promise<void>((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => server.closeAllConnections(), FINISH_WITHIN_MS);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
  });
}
