/**
 * An installation without its pages, as a process of its own: the webhook door over HTTP and a worker, on the database that the
 * settings name. Started by `startInstance`; prints its address.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { POST } from "#app/api/webhooks/instagram/route.ts";
import { closeDatabase } from "#db/client.ts";
import { startWorker } from "#worker/main.ts";

const worker = process.env.WORKER === "off" ? null : await startWorker();
const server = createServer(async (request, response) => {
  const answer = await POST(await toRequest(request));
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
});
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
  return new Request(`http://instance${request.url}`, { method: "POST", headers, body: Buffer.concat(chunks) });
}
