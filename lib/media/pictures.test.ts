import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { contacts, instagramAccounts } from "#db/schema/index.ts";
import { eraseContact } from "#lib/customers/erase.ts";
import type { Member } from "#lib/members/member.ts";
import { asked, kill, serve, serveGraph } from "#test/cdn.ts";
import { makeAccount, makeConversation, makeMember } from "#test/factories.ts";
import { jobsNamed } from "#test/jobs.ts";
import { findStored } from "./cache.ts";
import { cacheKey } from "./cache-key.ts";
import type { Media } from "./file.ts";
import { forgetFiles } from "./forget.ts";
import { findKeptPicture } from "./kept-picture.ts";
import { openAccountPicture, openContactPicture } from "./pictures.ts";

let member: Member;
let account: Awaited<ReturnType<typeof makeAccount>>;
let contactId: string;
let photo: Buffer;
let path: string;
let count = 0;

beforeEach(async () => {
  member = await makeMember({ role: "agent" });
  account = await makeAccount({ workspaceId: member.workspaceId });
  contactId = (await makeConversation(account)).contactId;
  photo = await sharp({ create: { width: 400, height: 300, channels: 3, background: "teal" } })
    .jpeg()
    .toBuffer();
  path = `/v/${++count}`;
  asked.length = 0;
});

describe("a customer's picture", () => {
  test("is a small square, fetched once", async () => {
    await setPicture({ pictureUrl: serve(path, photo) });
    for (let i = 0; i < 3; i++) {
      const facts = await sharp(await bytesOf(await openContactPicture(member, contactId))).metadata();
      expect(facts).toMatchObject({ format: "webp", width: 128, height: 128 });
    }
    expect(asked).toEqual([path]);
  });

  test("is not found by another workspace, nor where there is none", async () => {
    await expect(openContactPicture(member, contactId)).rejects.toMatchObject({ code: "not_found" });
    await setPicture({ pictureUrl: serve(path, photo) });
    await expect(openContactPicture(await makeMember(), contactId)).rejects.toMatchObject({ code: "not_found" });
    expect(asked).toEqual([]);
  });

  test("that is dead is not found, and the profile is asked for once", async () => {
    await setPicture({ pictureUrl: serve(path, photo), profileFetchedAt: new Date(Date.now() - 7_200_000) });
    kill(path);
    for (let i = 0; i < 3; i++) {
      await expect(openContactPicture(member, contactId)).rejects.toMatchObject({ code: "not_found" });
    }
    const jobs = await db.execute(sql`select key, revision from graphile_worker.jobs where key = ${jobKey()}`);
    expect([...jobs]).toEqual([{ key: jobKey(), revision: 0 }]);
  });

  test("that died is still shown as it was last seen", async () => {
    await setPicture({ pictureUrl: serve(path, photo) });
    const seen = await bytesOf(await openContactPicture(member, contactId));
    const next = `/v/${++count}`;
    await setPicture({ pictureUrl: serve(next, photo), profileFetchedAt: new Date(Date.now() - 7_200_000) });
    kill(next);
    expect(await bytesOf(await openContactPicture(member, contactId))).toEqual(seen);
    const jobs = await db.execute(sql`select key from graphile_worker.jobs where key = ${jobKey()}`);
    expect(jobs).toHaveLength(1);
  });

  test("of somebody who is erased while it is fetched is not kept", async () => {
    const isAsked = Promise.withResolvers<void>();
    const isErased = Promise.withResolvers<void>();
    const pictureUrl = serve(path, async (_request, response) => {
      isAsked.resolve();
      await isErased.promise;
      response.writeHead(200, { "content-type": "image/jpeg" }).end(photo);
    });
    await setPicture({ pictureUrl });
    const looking = expect(openContactPicture(member, contactId)).rejects.toMatchObject({ code: "not_found" });
    await isAsked.promise;
    await eraseContact(await makeMember({ workspaceId: member.workspaceId }), { contactId });
    for (const job of await jobsNamed("forget-files")) await forgetFiles(job);
    isErased.resolve();
    await looking;
    expect(await findKeptPicture(contactId)).toBeNull();
    expect(await findStored(cacheKey(pictureUrl, "picture"))).toBeNull();
  });

  test("that is dead though the profile is fresh waits for the hour to pass", async () => {
    await setPicture({ pictureUrl: serve(path, photo), profileFetchedAt: new Date() });
    kill(path);
    await expect(openContactPicture(member, contactId)).rejects.toMatchObject({ code: "not_found" });
    expect([...(await db.execute(sql`select 1 from graphile_worker.jobs where key = ${jobKey()}`))]).toEqual([]);
  });
});

describe("an account's picture", () => {
  const me = (profile_picture_url: string | null) => ({
    user_id: "1",
    id: "2",
    username: "brass",
    profile_picture_url,
  });

  test("that is dead is replaced by asking who the account is", async () => {
    const fresh = `/v/${++count}`;
    await setAccount(serve(path, photo));
    kill(path);
    serveGraph("me", me(serve(fresh, photo)));
    expect((await sharp(await bytesOf(await openAccountPicture(member, account.id))).metadata()).width).toBe(128);
    const [row] = await db.select().from(instagramAccounts).where(eq(instagramAccounts.id, account.id));
    expect(new URL(row?.pictureUrl ?? "").pathname).toBe(fresh);
  });

  test("that stays dead is asked for once an hour", async () => {
    await setAccount(serve(path, photo));
    kill(path);
    serveGraph("me", me(null));
    for (let i = 0; i < 3; i++) {
      await expect(openAccountPicture(member, account.id)).rejects.toMatchObject({ code: "not_found" });
    }
    expect(asked.filter((one) => one.startsWith("/v26.0/"))).toHaveLength(1);
  });

  test("is not found by another workspace", async () => {
    await setAccount(serve(path, photo));
    await expect(openAccountPicture(await makeMember(), account.id)).rejects.toMatchObject({ code: "not_found" });
  });
});

function setPicture(values: Partial<typeof contacts.$inferInsert>) {
  return db.update(contacts).set(values).where(eq(contacts.id, contactId));
}

function setAccount(pictureUrl: string) {
  return db.update(instagramAccounts).set({ pictureUrl }).where(eq(instagramAccounts.id, account.id));
}

function jobKey() {
  return `refresh-contact:${contactId}`;
}

async function bytesOf(media: Media): Promise<Buffer> {
  return Buffer.from(await new Response(await media.stream(0, media.sizeBytes - 1)).arrayBuffer());
}
