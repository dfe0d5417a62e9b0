import { and, eq, isNull, or } from "drizzle-orm";
import { db } from "#db/client.ts";
import { messages, uploads } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import { readUploadLink } from "#lib/files/links.ts";
import type { Member } from "#lib/members/member.ts";
import { withinReach } from "#lib/reach.ts";
import type { Media } from "./file.ts";
import { mediaOfKept } from "./kept-file.ts";

/** A file somebody brought: its own member sees it before it is sent, and afterwards whoever may see its message. */
export async function openUpload(member: Member, id: string): Promise<Media> {
  const isUnsentByThem = and(isNull(uploads.messageId), eq(uploads.memberId, member.id));
  const isSent = and(isNull(messages.deletedAt), eq(messages.id, uploads.messageId));
  const [found] = await db
    .select({ upload: uploads })
    .from(uploads)
    .leftJoin(messages, and(eq(messages.id, uploads.messageId), withinReach(member, messages.instagramAccountId)))
    .where(and(eq(uploads.id, id), eq(uploads.workspaceId, member.workspaceId), or(isUnsentByThem, isSent)));
  if (!found) throw new NotFoundError("The file");
  return mediaOfKept(found.upload, { name: found.upload.name });
}

/** What a signed link of ours names, for as long as it is valid. Nothing tells a wrong link from an old one. */
export async function openLinkedUpload(url: string): Promise<Media> {
  const link = readUploadLink(url);
  if (!link || link.isExpired) throw new NotFoundError("The file");
  const [upload] = await db.select().from(uploads).where(eq(uploads.id, link.id));
  if (!upload) throw new NotFoundError("The file");
  return mediaOfKept(upload, { name: upload.name, isKept: false });
}
