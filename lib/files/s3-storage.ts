import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { AwsV4Signer } from "aws4fetch";
import { ExponentialBackoff, handleWhen, retry } from "cockatiel";
import { type Dispatcher, request } from "undici";
import type { Env } from "#lib/env.ts";
import type { Storage } from "./storage.ts";

export type S3Settings = NonNullable<Env["S3"]>;

/** The service said no, or nothing; `code` is its own word for it, such as AccessDenied. */
class S3Error extends Error {
  readonly code: string;
  readonly isPassing: boolean;

  constructor(code: string, status: number) {
    super(`The bucket's service answered ${status} ${code}.`);
    this.name = "S3Error";
    this.code = code;
    this.isPassing = status >= 500 || status === 429 || code === "RequestTimeout";
  }
}

type Call = { method: "GET" | "PUT" | "DELETE"; key: string; headers?: Record<string, string>; body?: Buffer };

const IDLE_MS = 30_000;

/**
 * Any service that speaks S3. What all of them understand, and no more: the bucket in the path, one request a file, its
 * length and hash told before it (files have 25 MB at most), none of Amazon's newer checksums and pieced bodies.
 */
export function createS3Storage(settings: S3Settings): Storage {
  return {
    async put(key, content, { mimeType, sizeBytes }) {
      const body = Buffer.concat(await Array.fromAsync(content));
      if (body.length !== sizeBytes) throw new Error(`A file of ${sizeBytes} bytes came with ${body.length}.`);
      const answer = await ask(settings, { method: "PUT", key, body, headers: { "content-type": mimeType } });
      await answer.body.dump();
    },
    async get(key, range) {
      const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end}` } : {};
      const answer = await ask(settings, { method: "GET", key, headers }).catch(ignoreMissing);
      if (!answer) return null;
      if (range && answer.statusCode !== 206) {
        answer.body.destroy();
        throw new S3Error("RangeIgnored", answer.statusCode);
      }
      return Readable.toWeb(answer.body) as ReadableStream<Uint8Array>;
    },
    async delete(key) {
      const answer = await ask(settings, { method: "DELETE", key }).catch(ignoreMissing);
      await answer?.body.dump();
    },
  };
}

/** Every one of our calls may be repeated: twice is as good as once. */
const patient = retry(
  handleWhen((error) => !(error instanceof S3Error) || error.isPassing),
  { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 200 }) },
);

function ask(settings: S3Settings, call: Call): Promise<Dispatcher.ResponseData> {
  return patient.execute(async () => {
    const answer = await send(settings, call);
    if (answer.statusCode < 300) return answer;
    throw new S3Error(readCode(await answer.body.text()), answer.statusCode);
  });
}

async function send(
  { endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Settings,
  { method, key, headers, body }: Call,
): Promise<Dispatcher.ResponseData> {
  const hash = createHash("sha256")
    .update(body ?? "")
    .digest("hex");
  const signed = await new AwsV4Signer({
    method,
    url: `${endpoint}/${bucket}/${key}`,
    headers: { ...headers, "x-amz-content-sha256": hash },
    service: "s3",
    region,
    accessKeyId,
    secretAccessKey,
  }).sign();
  return request(signed.url, {
    method,
    headers: Object.fromEntries(signed.headers),
    body: body ?? null,
    headersTimeout: IDLE_MS,
    bodyTimeout: IDLE_MS,
  });
}

function readCode(xml: string): string {
  return /<Code>(\w{1,80})<\/Code>/.exec(xml)?.[1] ?? "Unknown";
}

/** A missing bucket is no missing file. */
function ignoreMissing(error: unknown): null {
  if (error instanceof S3Error && error.code === "NoSuchKey") return null;
  throw error;
}
