import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";
import { control } from "./simulator.ts";

/**
 * Keeps the webhooks the simulator sends instead of applying them, so that a test decides what becomes of each: delivered now,
 * later, or never. Bodies come in the order they were sent.
 */
export async function openMailbox() {
  const bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    const challenge = new URL(request.url ?? "", "http://inbox").searchParams.get("hub.challenge");
    if (request.method === "GET") return void response.end(challenge);
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(Buffer.concat(chunks));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  return {
    /** To be called after a reset of the simulator, which forgets nothing but tells no one until its callback is verified. */
    async subscribe(): Promise<void> {
      await control("PATCH", "/webhooks", { url, verify_token: process.env.INSTAGRAM_WEBHOOK_VERIFY_TOKEN });
      bodies.length = 0;
    },
    /** Everything sent since the last call. */
    async take(): Promise<Buffer[]> {
      await control("POST", "/webhooks/settle", { timeout_ms: 5_000 });
      return bodies.splice(0);
    },
  };
}
