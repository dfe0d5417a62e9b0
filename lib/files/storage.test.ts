import "#test/database.ts";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDiskStorage } from "./disk-storage.ts";
import { createS3Storage } from "./s3-storage.ts";
import type { Storage } from "./storage.ts";

/** Speaks as much of S3 as a storage needs: objects in a bucket by PUT, GET with ranges, DELETE, for signed requests only. */
const objects = new Map<string, { bytes: Buffer; type: string }>();
let server: Server;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const key = decodeURIComponent(new URL(request.url ?? "/", "http://s3").pathname);
    const isSigned = /^AWS4-HMAC-SHA256 Credential=id\//.test(request.headers.authorization ?? "");
    if (!isSigned || !key.startsWith("/pictures/")) return void response.writeHead(403).end();
    const bytes = Buffer.concat(await Array.fromAsync(request));
    const known = objects.get(key);
    if (request.method === "PUT") objects.set(key, { bytes, type: request.headers["content-type"] ?? "" });
    if (request.method === "DELETE") objects.delete(key);
    if (request.method !== "GET") return void response.writeHead(request.method === "PUT" ? 200 : 204).end();
    if (!known) {
      response.writeHead(404, { "content-type": "application/xml" });
      return void response.end("<Error><Code>NoSuchKey</Code><Message>None.</Message></Error>");
    }
    const [, start, end] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "") ?? [];
    response.writeHead(start ? 206 : 200, { "content-type": known.type });
    response.end(start ? known.bytes.subarray(Number(start), Number(end) + 1) : known.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => void server.close());

const storages: Record<string, () => Storage> = {
  "the disk": createDiskStorage,
  S3: () =>
    createS3Storage({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: "eu-central-1",
      bucket: "pictures",
      accessKeyId: "id",
      secretAccessKey: "secret",
    }),
};

describe.each(Object.entries(storages))("%s", (_, make) => {
  test("gives back what it was given, whole and in ranges, until it is deleted", async () => {
    const storage = make();
    const key = `copies/${Date.now()}`;
    await storage.put(key, chunks("hello ", "world"), facts(11));
    expect(await text(await storage.get(key))).toBe("hello world");
    expect(await text(await storage.get(key, { start: 6, end: 8 }))).toBe("wor");
    await storage.delete(key);
    await storage.delete(key);
    expect(await storage.get(key)).toBeNull();
  });

  test("keeps nothing of a file that comes short", async () => {
    const storage = make();
    await expect(storage.put("copies/short", chunks("half"), facts(8))).rejects.toThrow("8 bytes");
    expect(await storage.get("copies/short")).toBeNull();
  });
});

test("the disk is left by no key", async () => {
  for (const key of ["../escape", "a/../../b", "/etc/passwd", "a//b", ""]) {
    await expect(createDiskStorage().get(key)).rejects.toThrow("no key");
  }
});

const facts = (sizeBytes: number) => ({ mimeType: "text/plain", sizeBytes });

async function* chunks(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}

async function text(stream: ReadableStream<Uint8Array> | null): Promise<string> {
  return stream ? await new Response(stream).text() : "nothing";
}
