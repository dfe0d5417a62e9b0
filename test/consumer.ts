/**
 * Gives a test file a consumer of webhooks: a real HTTP server on this machine, the one private address that may be reached.
 * Import it after `#test/database.ts` and before anything that reads the settings. Whatever it is sent is held against the
 * SDK's type of that event.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeEach, expect } from "vitest";
import { sdkFaults, toldType } from "./sdk-types.ts";

export type Received = { path: string; headers: IncomingHttpHeaders; body: string; event: string; id: string };
type Answer = (received: Received, response: ServerResponse) => void | Promise<void>;

const taken: Received[] = [];
const asked: Received[] = [];
const untyped: string[] = [];
const accept: Answer = (_, response) => void response.writeHead(200).end("thanks");
let answer = accept;

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString("utf8");
  const { id, event } = JSON.parse(body);
  const received = { path: request.url ?? "", headers: request.headers, body, id, event };
  asked.push(received);
  for (const fault of await sdkFaults(toldType(event), JSON.parse(body))) untyped.push(`${event}: ${fault}`);
  response.on("finish", () => response.statusCode < 300 && taken.push(received));
  answer(received, response);
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
process.env.EGRESS_ALLOW = host;

/** `asked`: every request; `taken`: those it answered with 2xx. Each path is an endpoint of its own. */
export const consumer = {
  url: `http://${host}/hook`,
  asked,
  taken,
  /** How it answers from now on: a status, or by hand. */
  answers(next: number | Answer) {
    answer = typeof next === "number" ? (_, response) => void response.writeHead(next).end() : next;
  },
};

beforeEach(() => {
  taken.length = 0;
  asked.length = 0;
  answer = accept;
});

afterEach(() => {
  expect(untyped.splice(0)).toEqual([]);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});
