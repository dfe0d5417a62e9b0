import { createHash, type Hash } from "node:crypto";
import { receiveUpload } from "#lib/files/uploads.ts";
import { type FormFile, readForm } from "./read-form.ts";
import { invalid } from "./refusal.ts";
import type { ApiKey, ReadBody } from "./route.ts";

/** Fields that are lists or objects in JSON stand in a form as JSON. */
const STRUCTURED = new Set(["quickReplies", "buttons", "template"]);
const FLAGS = new Set(["splitLongText", "linkPreview"]);

/**
 * A send as a form: the file in `attachment` becomes an upload, and the rest is what a send in JSON says. An
 * `Idempotency-Key` stands for the fields and the content of the file, not for the upload that was made of it.
 */
export async function readSendForm(key: ApiKey, request: Request): Promise<ReadBody> {
  const { fields, file } = await readForm(request, (given) => keepFile(key, given));
  const named = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, meant(name, value)]));
  if (!file) return { body: named, claimed: named };
  return { body: named, claimed: { ...named, attachment: file.digest }, uploadId: file.upload.id };
}

/** A file of a form, kept as an upload of the program's. */
export async function keepFile(key: ApiKey, { field, name, content }: FormFile) {
  if (field !== "attachment" && field !== "file") {
    throw invalid("The file belongs in the field `attachment`.", field.slice(0, 100));
  }
  const hash = createHash("sha256");
  const upload = await receiveUpload(key, { content: hashed(content, hash), name });
  return { upload, digest: hash.digest("hex") };
}

async function* hashed(content: AsyncIterable<Uint8Array>, hash: Hash) {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}

function meant(name: string, value: string): unknown {
  if (FLAGS.has(name)) return value === "true" ? true : value === "false" ? false : value;
  if (!STRUCTURED.has(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    throw invalid(`\`${name}\` is not JSON.`, name);
  }
}
