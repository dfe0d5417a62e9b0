import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { closeAbandoned, cutSlowBody } from "./requests.ts";

test("a connection ends with the answer to a body that was given up half-way", async () => {
  const server = createServer(async (incoming, response) => {
    closeAbandoned(incoming, response);
    for await (const _ of Readable.toWeb(incoming)) break;
    response.writeHead(413).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\nonly a part");
  const [answer] = await once(socket, "data");

  expect(String(answer)).toMatch(/^HTTP\/1.1 413/);
  await once(socket, "close");
  server.close();
}, 5_000);

test.each([
  ["/api/webhooks/instagram", "application/json", true],
  ["/api/v1/inbox/conversations", "application/json", true],
  ["/api/v1/media/upload-direct", "multipart/form-data; boundary=x", false],
  ["/api/inbox/uploads?name=film.mp4", "video/mp4", false],
])(
  "a body that trickles to %s as %s is cut: %s",
  async (path, type, isCut) => {
    const server = createServer((incoming, response) => {
      cutSlowBody(incoming, 50);
      incoming.resume().once("end", () => response.end("whole"));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");

    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    socket.write(`POST ${path} HTTP/1.1\r\nHost: test\r\nContent-Type: ${type}\r\nContent-Length: 2\r\n\r\na`);
    const answer = once(socket, "data");
    setTimeout(() => socket.write("b"), 300);
    expect(String((await answer)[0])).toMatch(isCut ? /^HTTP\/1.1 408/ : /^HTTP\/1.1 200/);
    socket.destroy();
    server.close();
  },
  5_000,
);
