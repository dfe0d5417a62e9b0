import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type postgres from "postgres";
import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { getFile, putFile } from "#lib/files/storage.ts";
import { pictureKey } from "#lib/media/picture-key.ts";
import type { ByteReader } from "./byte-reader.ts";

/** The line before a file's bytes. */
export const fileSchema = z.object({
  file: z.string(),
  mimeType: z.string(),
  sizeBytes: z.int().min(0),
  sha256: z.string(),
});

/** `mayMiss`: that there is none is no loss. */
export type KeptFile = { key: string; mimeType: string; mayMiss: boolean };

/** Everything that lies in the storage: what was sent or is about to be, archived media, and pictures whose links die. */
export async function listKeptFiles(sql: postgres.Sql): Promise<KeptFile[]> {
  const stored = await sql<KeptFile[]>`
    select storage_key as key, mime_type as "mimeType", false as "mayMiss" from uploads
    union all select storage_key, mime_type, false from media_copies`;
  const people = await sql<{ id: string }[]>`select id from contacts where picture_url is not null`;
  return [...stored, ...people.map(({ id }) => ({ key: pictureKey(id), mimeType: "image/webp", mayMiss: true }))];
}

/** A file as it stands in a backup, or null where it is gone. One at a time is held in memory: none has more than 25 MB. */
export async function readFileSection({ key, mimeType }: KeptFile): Promise<Buffer | null> {
  const content = await getFile(key);
  if (!content) return null;
  const bytes = await buffer(Readable.fromWeb(content as never));
  const head: z.output<typeof fileSchema> = { file: key, mimeType, sizeBytes: bytes.length, sha256: hashOf(bytes) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), bytes, Buffer.from("\n")]);
}

/**
 * Puts one back into whatever storage is configured now, unless it is there: two installations may share a bucket, and a key
 * never names anything else. Answers whether it put it there. AppError where it is not what was written.
 */
export async function restoreFile(head: z.output<typeof fileSchema>, reader: ByteReader): Promise<boolean> {
  const { file, mimeType, sizeBytes, sha256 } = head;
  const bytes = await reader.bytes(sizeBytes);
  const end = await reader.bytes(1);
  if (!bytes || !end || hashOf(bytes) !== sha256) {
    throw new AppError("invalid_input", "A file in the backup is damaged. Nothing was restored.");
  }
  const known = await getFile(file);
  await known?.cancel();
  if (!known) await putFile(file, Readable.from([bytes]), { mimeType, sizeBytes });
  return !known;
}

function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
