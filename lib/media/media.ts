import { and, eq, isNull } from "drizzle-orm";
import { db } from "#db/client.ts";
import { type Attachment, mediaCopies, messages } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { withinReach } from "#lib/reach.ts";
import { forgetStored } from "./cache.ts";
import type { MediaUse } from "./download.ts";
import { isGone, MediaError } from "./errors.ts";
import { type Media, type MediaTraits, mediaOf } from "./file.ts";
import { mediaOfKept } from "./kept-file.ts";
import { recordSeen, renewLinks } from "./links.ts";
import { createMemo } from "./memo.ts";
import { obtain } from "./obtain.ts";

/** The place of an attachment in its message, the story a message answers, or the ad it came from. */
export type MediaPart = number | "story" | "ad";

type Message = typeof messages.$inferSelect;
type Located = { url: string; use: MediaUse; traits: MediaTraits; isSeen: boolean };

/**
 * What a message carries, from the cache or from Instagram; a dead link is replaced by reading the message again. A message of
 * another workspace is not found. Throws MediaError when there is nothing to show. Who gets it streams or closes it.
 */
export async function openMedia(member: Member, messageId: string, part: MediaPart): Promise<Media> {
  const message = await findMessage(member, messageId);
  return (await findCopy(message, part)) ?? openPart(message, part);
}

/** As Instagram gives it now, or the cache does. */
export async function openPart(message: Message, part: MediaPart): Promise<Media> {
  const located = locate(message, part);
  const stored = await obtainOrRenew(message, part, located);
  const media = mediaOf(stored, located.traits);
  try {
    await refuseUnsent(message, stored.key);
    if (typeof part === "number" && !located.isSeen) await recordSeen(message.id, part, stored);
    return media;
  } catch (error) {
    await media.close();
    throw error;
  }
}

/** What was unsent or erased while it was fetched came into the cache after its files were forgotten. */
async function refuseUnsent({ id }: Message, key: string): Promise<void> {
  if ((await db.$count(messages, and(eq(messages.id, id), isNull(messages.deletedAt)))) > 0) return;
  await forgetStored(key);
  throw new MediaError("gone", "The message was unsent.");
}

/** The attachments of which a copy may be kept. What went out from here is here already. */
export function listKeepable({ attachments }: Message): number[] {
  return attachments.flatMap(({ url, type, uploadId }, part) => (url && !uploadId && mayKeep(type) ? [part] : []));
}

async function findCopy(message: Message, part: MediaPart): Promise<Media | null> {
  if (typeof part !== "number") return null;
  const [copy] = await db
    .select()
    .from(mediaCopies)
    .where(and(eq(mediaCopies.messageId, message.id), eq(mediaCopies.part, part)));
  return copy ? mediaOfKept(copy, locate(message, part).traits) : null;
}

async function findMessage(member: Member, messageId: string): Promise<Message> {
  const [message] = await db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.id, messageId),
        eq(messages.workspaceId, member.workspaceId),
        withinReach(member, messages.instagramAccountId),
      ),
    );
  if (!message || message.deletedAt) throw new NotFoundError("The message");
  return message;
}

function locate(message: Message, part: MediaPart): Located {
  const located =
    part === "story" ? shown(message.story?.url) : part === "ad" ? locateAd(message) : ofAttachment(message, part);
  if (!located) throw new NotFoundError("The attachment");
  return located;
}

function shown(url: string | null | undefined): Located | null {
  return url ? { url, use: "shown", traits: {}, isSeen: true } : null;
}

function locateAd({ referral }: Message): Located | null {
  return shown(referral?.photoUrl ?? referral?.videoUrl);
}

function ofAttachment({ attachments }: Message, index: number): Located | null {
  const attachment = attachments[index];
  if (!attachment?.url) return null;
  const { url, type, title, mimeType } = attachment;
  return {
    url,
    use: type === "file" ? "file" : "shown",
    traits: { name: title, isSound: type === "audio", isKept: mayKeep(type) },
    isSeen: mimeType !== undefined,
  };
}

/** Stories belong to whoever told them: they are shown, never stored (facts 2.5). */
function mayKeep(type: Attachment["type"]): boolean {
  return type !== "story_mention" && type !== "story";
}

/** Links known to be dead, so that a screen full of them does not ask Instagram again and again. */
const dead = createMemo<true>(60_000);

async function obtainOrRenew(message: Message, part: MediaPart, located: Located) {
  const { url, use, traits } = located;
  if (dead.get(url)) throw new MediaError("gone", "Instagram no longer gives it.");
  try {
    return await obtain(url, use, traits);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  try {
    const fresh = part === "ad" ? null : await freshUrl(message, part);
    if (!fresh || fresh === url) throw new MediaError("gone", "Instagram no longer gives it.");
    return await obtain(fresh, use, traits);
  } catch (error) {
    if (isGone(error)) dead.note(url, true);
    throw error;
  }
}

/** Nothing tells the address of an ad's picture a second time. */
async function freshUrl(message: Message, part: Exclude<MediaPart, "ad">): Promise<string | null> {
  const links = await renewLinks(message);
  return part === "story" ? links.story : (links.attachments[part] ?? null);
}
