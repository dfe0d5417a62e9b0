import { and, eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { contacts, instagramAccounts } from "#db/schema/index.ts";
import { NotFoundError } from "#lib/errors.ts";
import { getMe } from "#lib/instagram/profiles.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import type { Member } from "#lib/members/member.ts";
import { withinReach } from "#lib/reach.ts";
import { askInstagram } from "./ask-instagram.ts";
import { cacheKey } from "./cache-key.ts";
import { isGone } from "./errors.ts";
import { type Media, mediaOf } from "./file.ts";
import { forgetFiles } from "./forget.ts";
import { findKeptPicture, keepPicture } from "./kept-picture.ts";
import { createMemo } from "./memo.ts";
import { obtain } from "./obtain.ts";
import { pictureKey } from "./picture-key.ts";

const HOUR_MS = 60 * 60 * 1000;
/** Whose dead picture was looked into within the hour. */
const asked = createMemo<true>(HOUR_MS);

/**
 * A customer's picture, 128 pixels square. Profile pictures die after a few days (facts 4.2): the copy we kept takes the place of
 * a dead one, and the profile is asked for again, once per hour.
 */
export async function openContactPicture(member: Member, contactId: string): Promise<Media> {
  const [contact] = await db
    .select()
    .from(contacts)
    .where(
      and(
        eq(contacts.id, contactId),
        eq(contacts.workspaceId, member.workspaceId),
        withinReach(member, contacts.instagramAccountId),
      ),
    );
  if (!contact?.pictureUrl) throw new NotFoundError("The picture");
  try {
    const picture = await keepPicture(contact.id, mediaOf(await obtain(contact.pictureUrl, "picture")));
    await refuseErased(contact.id, contact.pictureUrl, picture);
    return picture;
  } catch (error) {
    if (!isGone(error)) throw error;
    await askForProfile(contact);
    const kept = await findKeptPicture(contact.id);
    if (kept) return kept;
    throw new NotFoundError("The picture");
  }
}

/** The picture of somebody who was erased while it was fetched came after their files were forgotten. */
async function refuseErased(id: string, url: string, picture: Media): Promise<void> {
  if ((await db.$count(contacts, eq(contacts.id, id))) > 0) return;
  await picture.close();
  await forgetFiles({ stored: [pictureKey(id)], cached: [cacheKey(url, "picture")] });
  throw new NotFoundError("The picture");
}

async function askForProfile({ id, profileFetchedAt }: typeof contacts.$inferSelect): Promise<void> {
  const isFresh = profileFetchedAt !== null && Date.now() - profileFetchedAt.getTime() < HOUR_MS;
  if (isFresh || asked.get(id)) return;
  asked.note(id, true);
  await enqueue(db, "refresh-contact", { contactId: id }, { key: `refresh-contact:${id}` });
}

/** The picture of a connected account, 128 pixels square. A dead one is asked for anew at once, at most once per hour. */
export async function openAccountPicture(member: Member, accountId: string): Promise<Media> {
  const [account] = await db
    .select()
    .from(instagramAccounts)
    .where(
      and(
        eq(instagramAccounts.id, accountId),
        eq(instagramAccounts.workspaceId, member.workspaceId),
        withinReach(member, instagramAccounts.id),
      ),
    );
  if (!account?.pictureUrl) throw new NotFoundError("The picture");
  try {
    return mediaOf(await obtain(account.pictureUrl, "picture"));
  } catch (error) {
    if (!isGone(error)) throw error;
    return openFreshPicture(account.id);
  }
}

async function openFreshPicture(accountId: string): Promise<Media> {
  if (asked.get(accountId)) throw new NotFoundError("The picture");
  asked.note(accountId, true);
  try {
    const { profilePictureUrl } = await askInstagram(accountId, (token) => getMe(token));
    if (!profilePictureUrl) throw new NotFoundError("The picture");
    await db
      .update(instagramAccounts)
      .set({ pictureUrl: profilePictureUrl })
      .where(eq(instagramAccounts.id, accountId));
    return mediaOf(await obtain(profilePictureUrl, "picture"));
  } catch (error) {
    throw isGone(error) ? new NotFoundError("The picture") : error;
  }
}
