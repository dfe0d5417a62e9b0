import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compressFiles } from "../scripts/compress.mjs";
import { staticFiles } from "./static-files.ts";

const script = "console.log('hello');\n".repeat(100);
const root = mkdtempSync(join(tmpdir(), "antwort-static-"));
const server = createServer();
let port: number;

beforeAll(async () => {
  const folder = join(root, ".next", "static", "chunks");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "a.js"), script);
  writeFileSync(join(folder, "a.woff2"), "letters");
  await compressFiles(join(root, ".next", "static"));
  const serve = staticFiles(root);
  server.on("request", (incoming, response) =>
    serve(incoming, response, () => void response.end(`passed on ${incoming.url}`)),
  );
  await once(server.listen(0, "127.0.0.1"), "listening");
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.close();
  rmSync(root, { recursive: true, force: true });
});

async function load(path: string, headers = {}, method = "GET") {
  const [answer] = (await once(request({ port, path, headers, method }).end(), "response")) as [IncomingMessage];
  return { headers: answer.headers, body: Buffer.concat(await answer.toArray()) };
}

test.each([
  ["gzip, deflate, br", "br", brotliDecompressSync],
  ["gzip", "gzip", gunzipSync],
  ["identity", undefined, (bytes: Buffer) => bytes],
])("whoever accepts %s gets a script as %s", async (accepted, encoding, decode) => {
  const { headers, body } = await load("/_next/static/chunks/a.js?v=1", { "accept-encoding": accepted });
  expect(headers).toMatchObject({
    "cache-control": "public,max-age=31536000,immutable",
    "content-type": "text/javascript",
    vary: "Accept-Encoding",
    "x-content-type-options": "nosniff",
  });
  expect(headers["content-encoding"]).toBe(encoding);
  expect(decode(body).toString()).toBe(script);
});

test("what is compressed already stays as it is", async () => {
  const { headers, body } = await load("/_next/static/chunks/a.woff2", { "accept-encoding": "br" });
  expect(headers["content-encoding"]).toBeUndefined();
  expect(body.toString()).toBe("letters");
});

test.each(["/inbox", "/_next/static/missing.js", "/_next/static/%2e%2e/secret", "/_next/static/../../package.json"])(
  "%s is not ours and goes on as it came",
  async (path) => {
    expect((await load(path)).body.toString()).toBe(`passed on ${path}`);
  },
);

test("only reading is ours", async () => {
  const { body } = await load("/_next/static/chunks/a.js", {}, "POST");
  expect(body.toString()).toBe("passed on /_next/static/chunks/a.js");
});
