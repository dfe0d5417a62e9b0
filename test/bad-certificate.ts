import { once } from "node:events";
import { request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";
import { selfSigned } from "./self-signed.ts";

/**
 * A way to a server over TLS with a certificate that nobody vouches for. Whoever does not mind would be served: what arrives is
 * passed on, and counted.
 */
export async function serveBehindBadCertificate(target: string) {
  let handshakes = 0;
  let requests = 0;
  const server = createServer(selfSigned, (incoming, answer) => {
    requests++;
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url ?? "/", target), { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    incoming.pipe(onward);
  });
  server.on("connection", () => handshakes++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    handshakes: () => handshakes,
    requests: () => requests,
  };
}
