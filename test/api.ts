import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { Zernio, ZernioApiError } from "@zernio/node";
import { eq } from "drizzle-orm";
import { afterAll, expect } from "vitest";
import type { z } from "zod";
import { db } from "#db/client.ts";
import { messages } from "#db/schema/index.ts";
import { answerApi } from "#lib/api/answer.ts";
import { ROUTES } from "#lib/api/routes.ts";
import { deliverReplies } from "#lib/inbox/delivery.ts";
import { answerType, sdkFaults } from "./sdk-types.ts";

/**
 * The developer API behind a real port, so that the published SDK talks to it over HTTP, with a worker that delivers replies.
 * Every answer is held against the schema that describes it and against the SDK's own type.
 */
export async function serveApi() {
  const server = createServer(async (incoming, outgoing) => {
    const headers = new Headers();
    for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
      headers.append(incoming.rawHeaders[at] ?? "", incoming.rawHeaders[at + 1] ?? "");
    }
    const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
    const request = new Request(`http://localhost${incoming.url}`, {
      method: incoming.method,
      headers,
      ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" } : {}),
    } as RequestInit);
    const response = await answerApi(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    const text = await response.text();
    await describedBy(request, response.status, text);
    outgoing.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  const worker = deliverAlways();
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await worker.stop();
  });
  const send = (apiKey: string, conversationId: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${baseURL}/v1/inbox/conversations/${conversationId}/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  return { baseURL, worker, send, sdk: (apiKey: string) => new Zernio({ apiKey, baseURL }) };
}

/** What the SDK makes of a refused call. */
export async function refusal(promise: Promise<unknown>): Promise<ZernioApiError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ZernioApiError);
  return error as ZernioApiError;
}

const undescribed: string[] = [];

/** Answers that did not fit their own description since the last call. */
export function expectDescribed(): void {
  expect(undescribed.splice(0)).toEqual([]);
}

async function describedBy(request: Request, status: number, text: string): Promise<void> {
  if (status === 302 || request.url.endsWith("openapi.json")) return;
  const answer: unknown = JSON.parse(text);
  const address = new URL(request.url).pathname.slice("/api".length);
  const matches = ROUTES.filter(
    (one) => one.method === request.method && new RegExp(`^${one.address.replace(/\{\w+\}/g, "[^/]+")}$`).test(address),
  );
  const route = matches.find((one) => one.address === address) ?? matches[0];
  const schema = status === 200 ? route?.result : route?.also?.[status]?.schema;
  const found = (schema as z.ZodObject | undefined)?.strict().safeParse(answer);
  const about = `${request.method} ${address} ${status}`;
  if (status < 300 && !found?.success) undescribed.push(`${about}: ${found?.error.message}`);
  const type = route ? answerType(route.operationId, status) : "ErrorResponse";
  for (const fault of await sdkFaults(type, answer)) undescribed.push(`${about} as ${type}: ${fault}`);
}

/** Stands for the worker: delivers whatever is queued, until told to stop. */
function deliverAlways() {
  let isStopped = false;
  let isPaused = false;
  const running = (async () => {
    while (!isStopped) {
      await new Promise((resolve) => setTimeout(resolve, 25));
      if (isPaused) continue;
      const queued = await db
        .selectDistinct({ id: messages.conversationId })
        .from(messages)
        .where(eq(messages.status, "queued"));
      for (const { id } of queued) await deliverReplies(id);
    }
  })();
  return {
    pause: (paused: boolean) => {
      isPaused = paused;
    },
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}
