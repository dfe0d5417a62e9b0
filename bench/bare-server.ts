import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { WEBHOOK_SECRET } from "./installation.ts";

/** The least that any webhook receiver does: read the body, check its signature, answer. It tells its parent the port. */
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const expected = createHmac("sha256", WEBHOOK_SECRET).update(Buffer.concat(chunks)).digest();
  const given = Buffer.from(String(request.headers["x-hub-signature-256"]).replace("sha256=", ""), "hex");
  const isValid = given.length === expected.length && timingSafeEqual(given, expected);
  response.writeHead(isValid ? 200 : 401).end();
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" ? address?.port : 0 });
});
process.once("disconnect", () => process.exit());
