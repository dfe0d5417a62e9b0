import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";
import type { S3Settings } from "#lib/files/s3-storage.ts";

/**
 * As much of S3 as a storage needs, as strict as the strictest of its kin: objects in one bucket, by PUT, GET with ranges and
 * DELETE; every request signed with the right key over its very bytes, none with Amazon's newer checksums or pieced bodies.
 */
export async function startS3() {
  const objects = new Map<string, Buffer>();
  /** Answered instead of what was asked for, one for each request. */
  const faults: { status: number; code: string }[] = [];
  const settings = { region: "eu-central-1", bucket: "pictures", accessKeyId: "id", secretAccessKey: "secret" };
  const server = createServer(async (request, response) => {
    const bytes = Buffer.concat(await Array.fromAsync(request));
    const path = new URL(request.url ?? "/", "http://s3").pathname;
    const known = objects.get(path);
    const refusal = faults.shift() ?? findFault(request, path, bytes, settings) ?? missing(request, known);
    if (refusal) {
      response.writeHead(refusal.status, { "content-type": "application/xml" });
      return void response.end(
        `<?xml version="1.0"?><Error><Code>${refusal.code}</Code><Message>No.</Message></Error>`,
      );
    }
    if (request.method === "PUT") objects.set(path, bytes);
    if (request.method === "DELETE") objects.delete(path);
    if (request.method !== "GET") return void response.writeHead(request.method === "PUT" ? 200 : 204).end();
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
    response.writeHead(start ? 206 : 200);
    response.end(start ? known?.subarray(Number(start), Number(end) + 1) : known);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => void server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { objects, faults, settings: { ...settings, endpoint } satisfies S3Settings };
}

type Known = Omit<S3Settings, "endpoint">;

function findFault({ method, headers }: IncomingMessage, path: string, bytes: Buffer, known: Known) {
  const hasUnknown = Object.keys(headers).some((name) => /^x-amz-(?:checksum|sdk|trailer|decoded)/.test(name));
  if (hasUnknown || headers["content-encoding"]) return { status: 501, code: "NotImplemented" };
  if (method === "PUT" && headers["content-length"] === undefined) return { status: 411, code: "MissingContentLength" };
  if (headers["x-amz-content-sha256"] !== createHash("sha256").update(bytes).digest("hex")) {
    return { status: 400, code: "XAmzContentSHA256Mismatch" };
  }
  if (headers.authorization !== sign(method ?? "", path, headers, known)) {
    return { status: 403, code: "SignatureDoesNotMatch" };
  }
  return path.startsWith(`/${known.bucket}/`) ? null : { status: 404, code: "NoSuchBucket" };
}

function missing({ method }: IncomingMessage, known: Buffer | undefined) {
  return method === "GET" && !known ? { status: 404, code: "NoSuchKey" } : null;
}

/** Signature version 4, from Amazon's description of it. */
function sign(method: string, path: string, headers: IncomingMessage["headers"], known: Known): string {
  const signed = /SignedHeaders=([\w;-]+)/.exec(headers.authorization ?? "")?.[1] ?? "";
  const at = String(headers["x-amz-date"]);
  const scope = [at.slice(0, 8), known.region, "s3", "aws4_request"];
  const lines = signed.split(";").map((name) => `${name}:${headers[name]}\n`);
  const request = [method, path, "", lines.join(""), signed, headers["x-amz-content-sha256"]].join("\n");
  const hash = createHash("sha256").update(request).digest("hex");
  const key = scope.reduce<Buffer>((secret, part) => hmac(secret, part), Buffer.from(`AWS4${known.secretAccessKey}`));
  const signature = hmac(key, ["AWS4-HMAC-SHA256", at, scope.join("/"), hash].join("\n")).toString("hex");
  return `AWS4-HMAC-SHA256 Credential=${known.accessKeyId}/${scope.join("/")}, SignedHeaders=${signed}, Signature=${signature}`;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
