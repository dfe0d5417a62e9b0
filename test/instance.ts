/**
 * An installation without its pages, as a process of its own: webhook door and developer API over HTTP and a worker, on the
 * database that the settings name. Started by `startInstance`; prints its address.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { POST } from "#app/api/webhooks/instagram/route.ts";
import { closeDatabase } from "#db/client.ts";
import { answerApi } from "#lib/api/answer.ts";
import { startWorker } from "#worker/main.ts";

const worker = process.env.WORKER === "off" ? null : await startWorker();
const server = createServer(async (request, response) => {
  const isApi = request.url?.startsWith("/api/v1/");
  const answer = await (isApi ? answerApi : POST)(await toRequest(request));
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
});
// A test that is kept waiting by its machine would meet a connection that is just being closed.
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  console.log(`instance at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

process.once("SIGTERM", async () => {
  server.closeAllConnections();
  server.close();
  await worker?.stop();
  await closeDatabase();
  process.exit(0);
});

async function toRequest(request: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === "string") headers.set(name, value);
  const { method = "GET", url } = request;
  return new Request(`http://instance${url}`, {
    method,
    headers,
    ...(method === "GET" ? {} : { body: Buffer.concat(chunks) }),
  });
}
