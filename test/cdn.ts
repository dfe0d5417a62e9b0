/**
 * Gives a test file a CDN whose every answer the test decides, and a Graph API beside it that answers readings of messages.
 * Import it after `#test/database.ts` and before anything that reads the settings.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const answers = new Map<string, RequestListener>();
/** Paths in the order they were asked for. */
export const asked: string[] = [];

const server = createServer((request, response) => {
  const path = request.url ?? "";
  asked.push(path);
  const answer = answers.get(path.split("?")[0] ?? "");
  if (answer) answer(request, response);
  else response.writeHead(404).end("Content not found");
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

export const dataDir = mkdtempSync(join(tmpdir(), "antwort-media-"));
process.env.DATA_DIR = dataDir;
process.env.INSTAGRAM_GRAPH_URL = origin;

/** Decides what is answered under the path, whatever its query, and tells its address. */
export function serve(path: string, answer: Uint8Array | RequestListener, contentType = "image/jpeg"): string {
  answers.set(
    path,
    typeof answer === "function"
      ? answer
      : (_request, response) => response.writeHead(200, { "content-type": contentType }).end(answer),
  );
  return `${origin}${path}`;
}

/** What reading this path of the Graph API gives. */
export function serveGraph(path: string, body: object, status = 200): void {
  serve(`/v26.0/${path}`, (_request, response) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body)),
  );
}

export function kill(path: string, status = 403): void {
  serve(path, (_request, response) => response.writeHead(status).end("URL signature expired"));
}

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(dataDir, { recursive: true, force: true });
});
