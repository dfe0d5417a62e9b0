import "#test/database.ts";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { drafts, uploads } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { animation, bring, dataDir, film, pdf, photo, streamOf, voice } from "#test/files.ts";
import type { Upload } from "./claim-uploads.ts";
import { deleteFile, getFile } from "./storage.ts";
import { deleteUpload, receiveUpload, sweepUploads } from "./uploads.ts";

const MIB = 1024 * 1024;
let member: Member;

beforeEach(async () => {
  member = await makeMember();
});

describe("a photo", () => {
  test("keeps nothing of where and with what it was taken, and stands upright", async () => {
    const taken = await photo({ width: 60, height: 40 });
    expect((await sharp(taken).metadata()).exif?.toString("latin1")).toContain("Antwort Camera");

    const upload = await bring(member, taken, "IMG_1.jpg");
    const bytes = await read(upload);
    expect(upload).toMatchObject({ type: "image", mimeType: "image/jpeg", name: "IMG_1.jpg", width: 40, height: 60 });
    expect(bytes.byteLength).toBe(upload.sizeBytes);
    const { exif, xmp, iptc, icc, ...rest } = await sharp(bytes).metadata();
    expect({ exif, xmp, iptc, icc }).toEqual({ exif: undefined, xmp: undefined, iptc: undefined, icc: undefined });
    expect(rest).toMatchObject({ format: "jpeg", width: 40, height: 60 });
    expect(bytes.toString("latin1")).not.toMatch(/Exif|GPS|Antwort Camera/);
  });

  test("loses whatever was hidden behind its pixels", async () => {
    const png = await sharp({ create: { width: 8, height: 8, channels: 4, background: "#fff8" } })
      .png()
      .toBuffer();
    const upload = await bring(member, Buffer.concat([png, Buffer.from("<script>alert(1)</script>")]));
    expect((await read(upload)).toString("latin1")).not.toContain("script");
    expect(upload).toMatchObject({ type: "image", mimeType: "image/png" });
  });

  test("that moves goes on moving", async () => {
    const upload = await bring(member, animation);
    const before = await sharp(animation, { animated: true }).metadata();
    const after = await sharp(await read(upload), { animated: true }).metadata();
    expect(after.pages).toBe(before.pages);
    expect(upload).toMatchObject({ mimeType: "image/gif", width: before.width, height: before.pageHeight });
  });
});

test.each([
  ["a film", film, { type: "video", mimeType: "video/mp4" }],
  ["sound in a film's container", voice, { type: "audio", mimeType: "audio/mp4" }],
  ["a PDF, whatever it is called", pdf, { type: "file", mimeType: "application/pdf" }],
])("takes %s as it is", async (_, bytes, expected) => {
  const upload = await bring(member, bytes, "x.png");
  expect(upload).toMatchObject({ ...expected, sizeBytes: bytes.byteLength, memberId: member.id, messageId: null });
  expect(await read(upload)).toEqual(bytes);
});

test.each([
  ["a film", film, "udta"],
  ["a voice note", voice, "meta"],
])("%s keeps nothing of where it was taken", async (_, bytes, type) => {
  const place = Buffer.from("\0\0\0\x1a____+52.5200+013.4050/");
  place.write(type, 4);
  const upload = await bring(member, Buffer.concat([bytes, place]));
  const kept = await read(upload);
  expect(kept.toString("latin1")).not.toContain("52.5200");
  expect(kept.subarray(0, bytes.length)).toEqual(bytes);
});

test.each([
  ["a page called a picture", Buffer.from("<!doctype html><script>alert(1)</script>"), "file_type_unsupported"],
  ["a drawing with scripts", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), "file_type_unsupported"],
  ["a program", Buffer.from("MZ".padEnd(300, "\0")), "file_type_unsupported"],
  ["a format Instagram does not know", "webp", "file_type_unsupported"],
  ["half a photo", "half", "file_unreadable"],
  ["nothing", Buffer.alloc(0), "file_unreadable"],
] as const)("refuses %s", async (_, given, code) => {
  const square = sharp({ create: { width: 64, height: 64, channels: 3, background: "red" } });
  const bytes =
    given === "webp" ? await square.webp().toBuffer() : given === "half" ? (await photo()).subarray(0, 500) : given;
  await expect(bring(member, bytes, "photo.jpg")).rejects.toMatchObject({ code });
  expect(await db.$count(uploads, eq(uploads.memberId, member.id))).toBe(0);
});

describe("the size", () => {
  test("of an image is what Instagram takes of images", async () => {
    const heavy = Buffer.concat([await photo(), Buffer.alloc(8 * MIB)]);
    await expect(bring(member, heavy)).rejects.toMatchObject({ code: "file_too_large", values: { limit: 8 } });
    expect(await bring(member, Buffer.concat([await photo(), Buffer.alloc(7 * MIB)]))).toBeTruthy();
  });

  test("is watched while the file comes, and what is too much is not awaited", async () => {
    let sent = 0;
    async function* endless() {
      yield film;
      for (;;) {
        sent += MIB;
        yield new Uint8Array(MIB);
      }
    }
    const given = { content: endless(), name: null };
    await expect(receiveUpload(member, given)).rejects.toMatchObject({ code: "file_too_large", values: { limit: 25 } });
    expect(sent).toBeLessThan(27 * MIB);
  });

  test("of a film may be 25 MiB and no byte more", async () => {
    const whole = Buffer.concat([film, Buffer.alloc(25 * MIB - film.byteLength)]);
    expect(await bring(member, whole)).toMatchObject({ sizeBytes: 25 * MIB });
    await expect(
      receiveUpload(member, { content: streamOf(whole, Buffer.alloc(1)), name: null }),
    ).rejects.toMatchObject({ code: "file_too_large" });
  });
});

test("a name loses its folders and what no database can carry", async () => {
  expect(await bring(member, pdf, "..\\..\\etc/pass\u0000wd\n.pdf")).toMatchObject({ name: "passwd.pdf" });
  expect(await bring(member, pdf, "\ud800.pdf")).toMatchObject({ name: "\ufffd.pdf" });
});

test("a broken connection leaves nothing behind", async () => {
  async function* broken() {
    yield film;
    throw new Error("gone");
  }
  await expect(receiveUpload(member, { content: broken(), name: null })).rejects.toThrow("gone");
  expect(await db.$count(uploads, eq(uploads.memberId, member.id))).toBe(0);
});

describe("taking a file away", () => {
  test("works for its member alone, and only while it was not sent", async () => {
    const { id } = await bring(member, pdf);
    const colleague = await makeMember({ workspaceId: member.workspaceId });
    await expect(deleteUpload(await makeMember(), id)).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteUpload(colleague, id)).rejects.toMatchObject({ code: "not_found" });
    await deleteUpload(member, id);
    await expect(deleteUpload(member, id)).rejects.toMatchObject({ code: "not_found" });
    expect(await forgotten()).toContain(`uploads/${id.slice(0, 2)}/${id}`);

    const sent = await bring(member, pdf);
    await send(sent);
    await expect(deleteUpload(member, sent.id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("happens by itself after a day, unless it was sent or a draft still holds it", async () => {
    const [old, sent, drafted, fresh] = await Promise.all([1, 2, 3, 4].map(() => bring(member, pdf)));
    if (!old || !sent || !drafted || !fresh) throw new Error("no files");
    await send(sent);
    const conversation = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
    const draft = { memberId: member.id, conversationId: conversation.id, text: "", uploadIds: [drafted.id] };
    await db.insert(drafts).values(draft);
    await db
      .update(uploads)
      .set({ createdAt: sql`now() - interval '25 hours'` })
      .where(sql`${uploads.id} <> ${fresh.id}`);
    await sweepUploads();
    await sweepUploads();
    const left = await db.select({ id: uploads.id }).from(uploads).where(eq(uploads.memberId, member.id));
    expect(left.map(({ id }) => id).sort()).toEqual([sent.id, drafted.id, fresh.id].sort());
    expect((await forgotten()).filter((key) => key === old.storageKey)).toHaveLength(1);
  });
});

describe("the storage", () => {
  test("gives a range, and forgets", async () => {
    const { storageKey } = await bring(member, film);
    expect(await bytesOf(await getFile(storageKey, { start: 10, end: 19 }))).toEqual(film.subarray(10, 20));
    await deleteFile(storageKey);
    await deleteFile(storageKey);
    expect(await getFile(storageKey)).toBeNull();
    expect(
      (await readdir(join(dataDir, "files"), { recursive: true })).filter((name) => name.endsWith(".part")),
    ).toEqual([]);
  });

  test.each(["../secrets.json", "/etc/passwd", "uploads/../../x", "a//b", "", "UPLOADS/x"])(
    "has no key %j",
    async (key) => {
      await expect(getFile(key)).rejects.toThrow("no key");
    },
  );
});

async function send({ id }: Upload) {
  const conversation = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
  const message = await makeMessage(conversation, { direction: "outbound", status: "sent" });
  await db.update(uploads).set({ messageId: message.id }).where(eq(uploads.id, id));
}

async function forgotten(): Promise<string[]> {
  const jobs = await db.execute<{ payload: { stored: string[] } }>(sql`
    select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'forget-files'`);
  return jobs.flatMap(({ payload }) => payload.stored);
}

async function read({ storageKey }: Upload): Promise<Buffer> {
  return bytesOf(await getFile(storageKey));
}

async function bytesOf(stream: ReadableStream<Uint8Array> | null): Promise<Buffer> {
  if (!stream) throw new Error("There is no such file.");
  return Buffer.from(await new Response(stream).arrayBuffer());
}
