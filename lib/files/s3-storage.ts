import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Env } from "#lib/env.ts";
import type { Storage } from "./storage.ts";

export type S3Settings = NonNullable<Env["S3"]>;

/** Any service that speaks S3. Files are small (25 MB at most), so each goes over whole, with its hash signed. */
export function createS3Storage({ endpoint, region, bucket, accessKeyId, secretAccessKey }: S3Settings): Storage {
  const client = new S3Client({
    endpoint,
    region,
    // Buckets in the path work everywhere; in the host's name only where the service has set up its names for it.
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    // The newer checksums are known to Amazon alone.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
  });
  return {
    async put(Key, content, { mimeType, sizeBytes }) {
      const Body = Buffer.concat(await Array.fromAsync(content));
      if (Body.length !== sizeBytes) throw new Error(`A file of ${sizeBytes} bytes came with ${Body.length}.`);
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: mimeType }));
    },
    async get(Key, range) {
      try {
        const Range = range && `bytes=${range.start}-${range.end}`;
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key, Range }));
        return Body?.transformToWebStream() ?? null;
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    },
    async delete(Key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    },
  };
}
