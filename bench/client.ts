import { Agent, type IncomingMessage, request } from "node:http";

export type Answer = { status: number; headers: IncomingMessage["headers"]; body: Buffer; ms: number };
export type Call = { method?: string; headers?: Record<string, string>; body?: string };
export type Client = { call(path: string, call?: Call): Promise<Answer>; close(): void };

/** A plain HTTP client that keeps its connections, as browsers and Instagram do. `ms` runs to the last byte. */
export function createClient(base: string, { connections = 6, cookie = "" } = {}): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    close: () => agent.destroy(),
    call: (path, { method = "GET", headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const startedAt = performance.now();
        const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
        const all = { ...(cookie ? { cookie } : {}), ...length, ...headers };
        const outgoing = request(`${base}${path}`, { method, agent, headers: all }, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const ms = performance.now() - startedAt;
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks), ms });
          });
        });
        outgoing.on("error", reject);
        outgoing.end(body);
      }),
  };
}

/** The same, for an answer that must be 200. */
export async function expectOk(client: Client, path: string, call?: Call): Promise<Answer> {
  const answer = await client.call(path, call);
  if (answer.status !== 200) throw new Error(`${call?.method ?? "GET"} ${path} answered ${answer.status}.`);
  return answer;
}
