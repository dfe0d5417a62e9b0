import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { db, type Tx, transaction } from "#db/client.ts";
import { drafts, uploads } from "#db/schema/index.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import type { Author, Program } from "#lib/inbox/author.ts";
import { type Capability, capabilityOf, kindOf, MAX_UPLOAD_BYTES } from "#lib/instagram/capabilities.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import type { Upload } from "./claim-uploads.ts";
import { TooLargeError, withPart } from "./part.ts";
import { redrawImage } from "./redraw.ts";
import { UnreadableImageError } from "./safe-image.ts";
import { sniffUpload } from "./sniff-upload.ts";
import { getFile, putFile } from "./storage.ts";
import { wipeMetadata } from "./wipe-metadata.ts";
import { wipeRiff } from "./wipe-riff.ts";
import { wipeWebm } from "./wipe-webm.ts";

export type UploadInput = {
  content: AsyncIterable<Uint8Array>;
  /** What the sender calls it; shown, never believed. */
  name: string | null;
  /** Where its address was promised before it came. */
  id?: string;
  /** What it was promised to be. */
  mimeType?: string;
};

const MEGABYTE = 1024 * 1024;
const UNSENT_HOURS = 24;
const ROWS_PER_SWEEP = 200;

/**
 * Takes in a file that is to be sent. What it is, its content says; type and size must be what Instagram takes (facts 3).
 * Images are drawn anew and films are wiped, so that no metadata goes out with them. Its row stands before its bytes, so that
 * no bytes are ever without a row.
 */
export async function receiveUpload(author: Author, input: UploadInput): Promise<Upload> {
  const { content, name, id = randomUUID() } = input;
  try {
    return await withPart(content, MAX_UPLOAD_BYTES, async ({ path, sizeBytes }) => {
      if (sizeBytes === 0) throw new AppError("file_unreadable", "The file is empty.");
      const mimeType = await sniffUpload(path);
      const kind = mimeType && kindOf(mimeType);
      const isPromised = !input.mimeType || input.mimeType === mimeType;
      if (!mimeType || !kind || !isPromised)
        throw new AppError("file_type_unsupported", "Instagram takes no files of this type.");
      const capability = capabilityOf(kind);
      if (sizeBytes > capability.maxBytes) throw tooLarge(capability);
      const facts = { id, type: kind, mimeType, name: cleanName(name) };
      if (kind !== "image") {
        return keep(author, { ...facts, sizeBytes, width: null, height: null }, await contentOf(path, mimeType));
      }
      const { bytes, width, height } = await redrawImage(path, mimeType, capability.maxBytes);
      if (bytes.byteLength > capability.maxBytes) throw tooLarge(capability);
      return keep(author, { ...facts, sizeBytes: bytes.byteLength, width, height }, asStream(bytes));
    });
  } catch (error) {
    if (error instanceof TooLargeError) throw tooLarge({ maxBytes: MAX_UPLOAD_BYTES });
    if (error instanceof UnreadableImageError) throw new AppError("file_unreadable", "The image cannot be read.");
    throw error;
  }
}

/** A file of a program's workspace once more, to be sent by itself; null where there is none. */
export async function copyUpload(program: Program, id: string): Promise<Upload | null> {
  const isOurs = and(eq(uploads.id, id), eq(uploads.workspaceId, program.workspaceId), isNotNull(uploads.apiKeyId));
  const [found] = await db.select().from(uploads).where(isOurs);
  const content = found && (await getFile(found.storageKey));
  if (!content) return null;
  const { type, mimeType, name, sizeBytes, width, height } = found;
  return keep(program, { id: randomUUID(), type, mimeType, name, sizeBytes, width, height }, content);
}

/** Takes a file away that was not sent. One that was stays with its message. */
export async function deleteUpload(author: Author, id: string): Promise<void> {
  await transaction(async (tx) => {
    const isOwn = "apiKeyId" in author ? eq(uploads.apiKeyId, author.apiKeyId) : eq(uploads.memberId, author.id);
    const isHere = and(eq(uploads.id, id), eq(uploads.workspaceId, author.workspaceId), isOwn);
    const [gone] = await tx
      .delete(uploads)
      .where(and(isHere, isNull(uploads.messageId)))
      .returning();
    if (!gone) throw new NotFoundError("The file");
    await forget(tx, [gone]);
  });
}

/** What nobody has sent within a day goes, unless a draft still holds it. */
export async function sweepUploads(): Promise<void> {
  await transaction(async (tx) => {
    const old = sql`${uploads.id} in (
      select id from ${uploads} where message_id is null and created_at < now() - make_interval(hours => ${UNSENT_HOURS})
        and not exists (select 1 from ${drafts} where ${uploads.id} = any(${drafts.uploadIds}))
      order by created_at limit ${ROWS_PER_SWEEP} for update skip locked)`;
    await forget(tx, await tx.delete(uploads).where(old).returning());
  });
}

type Facts = Pick<Upload, "id" | "type" | "mimeType" | "name" | "sizeBytes" | "width" | "height">;

async function keep(author: Author, facts: Facts, content: AsyncIterable<Uint8Array>): Promise<Upload> {
  const { id } = facts;
  const owner = "apiKeyId" in author ? { apiKeyId: author.apiKeyId } : { memberId: author.id };
  const storageKey = `uploads/${id.slice(0, 2)}/${id}`;
  const [upload] = await db
    .insert(uploads)
    .values({ workspaceId: author.workspaceId, ...owner, ...facts, storageKey })
    .onConflictDoNothing()
    .returning();
  if (!upload) throw new AppError("conflict", "There is a file at this address already.");
  try {
    await putFile(storageKey, content, facts);
    return upload;
  } catch (error) {
    await db.delete(uploads).where(eq(uploads.id, id));
    throw error;
  }
}

async function forget(tx: Tx, gone: Upload[]): Promise<void> {
  if (gone.length === 0) return;
  await enqueue(tx, "forget-files", { stored: gone.map(({ storageKey }) => storageKey), cached: [] });
}

function tooLarge({ maxBytes }: Pick<Capability, "maxBytes">): AppError {
  const limit = Math.floor(maxBytes / MEGABYTE);
  return new AppError("file_too_large", `The file is too large: Instagram takes ${limit} MB of this type.`, { limit });
}

/** Without folders, and without what neither Postgres nor JSON can carry. */
function cleanName(given: string | null): string | null {
  const name = given
    ?.split(/[\\/]/)
    .at(-1)
    ?.replace(/\p{Cc}/gu, "")
    .trim()
    .slice(0, 200)
    .toWellFormed();
  return name || null;
}

const WIPES: Record<string, (file: Buffer) => void> = {
  "video/mp4": wipeMetadata,
  "video/quicktime": wipeMetadata,
  "audio/mp4": wipeMetadata,
  "video/webm": wipeWebm,
  "video/x-msvideo": wipeRiff,
  "audio/wav": wipeRiff,
};

/** A document goes out as it is: what it says of itself is part of it, and of a signature if it has one. */
async function contentOf(path: string, mimeType: string): Promise<AsyncIterable<Uint8Array>> {
  const wipe = WIPES[mimeType];
  if (!wipe) return createReadStream(path);
  const bytes = await readFile(path);
  wipe(bytes);
  return asStream(bytes);
}

async function* asStream(bytes: Uint8Array) {
  yield bytes;
}
