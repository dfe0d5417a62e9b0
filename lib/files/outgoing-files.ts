import { inArray } from "drizzle-orm";
import { db } from "#db/client.ts";
import { type Outgoing, uploads } from "#db/schema/index.ts";
import type { OutgoingMessage } from "#lib/instagram/outgoing.ts";
import { signUploadLink } from "./links.ts";

/** What is sent, as Instagram takes it: every file of ours by a link made for this attempt. */
export async function linkFiles(outgoing: Outgoing): Promise<OutgoingMessage> {
  if (outgoing.type === "images") {
    const links = await linksOf(outgoing.uploadIds);
    return { type: "images", images: links.map((url) => ({ url })) };
  }
  if (!("uploadId" in outgoing)) return outgoing;
  const [url] = await linksOf([outgoing.uploadId]);
  return { type: outgoing.type, url: url ?? "" };
}

async function linksOf(ids: string[]): Promise<string[]> {
  const found = await db
    .select({ id: uploads.id, mimeType: uploads.mimeType })
    .from(uploads)
    .where(inArray(uploads.id, ids));
  return ids.map((id) => {
    const upload = found.find((one) => one.id === id);
    if (!upload) throw new Error("A file of a message is gone.");
    return signUploadLink(upload);
  });
}
