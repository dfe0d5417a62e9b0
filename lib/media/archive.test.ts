import "#test/database.ts";
import "#test/cdn.ts";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { conversations, mediaCopies, messages } from "#db/schema/index.ts";
import { eraseContact } from "#lib/customers/erase.ts";
import { readAttachments } from "#lib/instagram/attachments.ts";
import type { Member } from "#lib/members/member.ts";
import { asked, dataDir, kill, serve, serveGraph } from "#test/cdn.ts";
import { makeAccount, makeMember } from "#test/factories.ts";
import { jobsNamed } from "#test/jobs.ts";
import { bodyOf, deliver, wire } from "#test/webhooks.ts";
import { archiveMessage } from "./archive.ts";
import { forgetFiles } from "./forget.ts";
import { openMedia } from "./media.ts";

process.env.MEDIA_POLICY = "archive";
let member: Member;
let account: Awaited<ReturnType<typeof makeAccount>>;
let photo: Buffer;
let count = 0;

beforeEach(async () => {
  member = await makeMember();
  account = await makeAccount({ workspaceId: member.workspaceId });
  photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: "teal" } })
    .jpeg()
    .toBuffer();
});

describe("with an archive", () => {
  test("a picture is kept as soon as it comes and opens after Instagram's link has died", async () => {
    const { message, path } = await receive("image");
    expect(await jobsNamed("archive-message")).toContainEqual({ messageId: message.id });
    await archiveMessage(message.id);
    await archiveMessage(message.id);
    expect(await copiesOf(message.id)).toHaveLength(1);

    kill(path);
    asked.length = 0;
    const media = await openMedia(member, message.id, 0);
    expect(media).toMatchObject({ contentType: "image/webp", isKept: true });
    expect(await bytesOf(media)).toMatchObject({ format: "webp", width: 60 });
    expect(asked).toEqual([]);
    await expect(openMedia(await makeMember(), message.id, 0)).rejects.toMatchObject({ code: "not_found" });
  });

  test("unsending takes every file away, and so does a copy that comes too late", async () => {
    const before = storedFiles();
    const { message, mid, events } = await receive("image");
    await archiveMessage(message.id);
    expect(storedFiles()).not.toEqual(before);
    await deliver(bodyOf(account.igId, [events.unsend(9, mid)]));
    for (const job of await jobsNamed("forget-files")) await forgetFiles(job);
    expect(await copiesOf(message.id)).toEqual([]);
    expect(storedFiles()).toEqual(before);
    await archiveMessage(message.id);
    expect(storedFiles()).toEqual(before);
  });

  test("erasing takes every file away", async () => {
    const before = storedFiles();
    const { message } = await receive("image");
    await archiveMessage(message.id);
    const [row] = await db.select().from(conversations).where(eq(conversations.id, message.conversationId));
    await eraseContact(member, { contactId: row?.contactId ?? "" });
    for (const job of await jobsNamed("forget-files")) await forgetFiles(job);
    expect(storedFiles()).toEqual(before);
  });

  test("what is unsent or erased while it is fetched is neither shown nor cached", async () => {
    const { message, path, mid, events } = await receive("image");
    const other = await receive("image");
    const before = cachedFiles();
    await whileFetched(path, message.id, () => deliver(bodyOf(account.igId, [events.unsend(9, mid)])));
    const [row] = await db.select().from(conversations).where(eq(conversations.id, other.message.conversationId));
    await whileFetched(other.path, other.message.id, () => eraseContact(member, { contactId: row?.contactId ?? "" }));
    expect(cachedFiles()).toEqual(before);
    expect(await copiesOf(message.id)).toEqual([]);
  });

  test("a mentioned story is never kept", async () => {
    const { message } = await receive("story_mention");
    await archiveMessage(message.id);
    expect(await copiesOf(message.id)).toEqual([]);
  });

  test("what is gone is let go, what may come later is tried again", async () => {
    const { message, path, mid } = await receive("image");
    serveGraph(mid, { error: { message: "deleted", type: "OAuthException", code: 9000001 } }, 400);
    kill(path, 500);
    await expect(archiveMessage(message.id)).rejects.toMatchObject({ reason: "unavailable" });
    kill(path, 404);
    await archiveMessage(message.id);
    expect(await copiesOf(message.id)).toEqual([]);
  });
});

async function receive(type: "image" | "story_mention") {
  const path = `/archive/${++count}.jpg`;
  const igsid = `77${Date.now()}${count}`;
  const mid = `mid-${igsid}`;
  const events = wire(account.igId, igsid);
  const wired = { type, payload: { url: serve(path, photo) } };
  expect(readAttachments([wired])).toHaveLength(1);
  await deliver(bodyOf(account.igId, [events.message(1, mid, "look", { attachments: [wired] })]));
  const [message] = await db.select().from(messages).where(eq(messages.mid, mid));
  if (!message) throw new Error("The message did not come in.");
  return { message, mid, path, events };
}

/** Somebody looks at it and an archive wants it, and Instagram answers only when this has happened. */
async function whileFetched(path: string, messageId: string, happens: () => Promise<unknown>) {
  const isAsked = Promise.withResolvers<void>();
  const isDone = Promise.withResolvers<void>();
  serve(path, async (_request, response) => {
    isAsked.resolve();
    await isDone.promise;
    response.writeHead(200, { "content-type": "image/jpeg" }).end(photo);
  });
  const looks = Promise.allSettled([openMedia(member, messageId, 0), archiveMessage(messageId)]);
  await isAsked.promise;
  await happens();
  for (const job of await jobsNamed("forget-files")) await forgetFiles(job);
  isDone.resolve();
  expect(await looks).toMatchObject([{ reason: { reason: "gone" } }, { status: "fulfilled" }]);
}

function copiesOf(messageId: string) {
  return db.select().from(mediaCopies).where(eq(mediaCopies.messageId, messageId));
}

function storedFiles(): string[] {
  const folder = join(dataDir, "files", "copies");
  return existsSync(folder) ? readdirSync(folder) : [];
}

function cachedFiles(): string[] {
  const folder = join(dataDir, "cache", "media");
  return existsSync(folder) ? readdirSync(folder) : [];
}

async function bytesOf(media: Awaited<ReturnType<typeof openMedia>>) {
  const bytes = await new Response(await media.stream(0, media.sizeBytes - 1)).arrayBuffer();
  return sharp(Buffer.from(bytes)).metadata();
}
