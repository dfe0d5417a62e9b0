import "#test/database.ts";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync, gzipSync } from "node:zlib";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { type Attachment, changes, instagramAccounts, messages } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { asked, dataDir, kill, serve, serveGraph } from "#test/cdn.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { memoryHeld } from "#test/memory.ts";
import type { Media } from "./file.ts";
import { drawImage } from "./image.ts";
import { openMedia } from "./media.ts";

let member: Member;
let account: Awaited<ReturnType<typeof makeAccount>>;
let conversation: Awaited<ReturnType<typeof makeConversation>>;
let photo: Buffer;
let count = 0;

beforeEach(async () => {
  member = await makeMember({ role: "agent" });
  account = await makeAccount({ workspaceId: member.workspaceId });
  conversation = await makeConversation(account);
  photo = await jpeg(300, 200);
  asked.length = 0;
});

describe("an image", () => {
  test("is drawn anew, upright, without what a camera knew", async () => {
    const path = fresh();
    const turned = await sharp(photo)
      .withExif({ IFD3: { GPSLatitude: "47/1 22/1 0/1" } })
      .withMetadata({ orientation: 6 });
    const url = serve(path, await turned.jpeg().toBuffer(), "text/html");
    const media = await openMedia(member, (await withAttachment({ url })).id, 0);
    expect(media).toMatchObject({ contentType: "image/webp", isKept: true });
    expect(media.disposition).toMatch(/^inline; filename="image\.webp"/);
    const drawn = await sharp(await bytesOf(media)).metadata();
    expect(drawn).toMatchObject({ format: "webp", width: 200, height: 300 });
    expect(drawn.exif ?? drawn.xmp ?? drawn.iptc).toBeUndefined();
  });

  test("tells its size once, to the row and to the browsers", async () => {
    const message = await withAttachment({ url: serve(fresh(), photo) });
    for (let i = 0; i < 3; i++) await bytesOf(await openMedia(member, message.id, 0));
    expect((await stored(message.id)).attachments[0]).toMatchObject({
      width: 300,
      height: 200,
      mimeType: "image/webp",
    });
    const told = await db.select().from(changes).where(eq(changes.messageId, message.id));
    expect(told).toHaveLength(1);
  });

  test("is fetched once, however many ask", async () => {
    const path = fresh();
    const message = await withAttachment({ url: serve(path, photo) });
    const opened = await Promise.all(Array.from({ length: 10 }, () => openMedia(member, message.id, 0)));
    const sizes = await Promise.all(opened.map(async (media) => (await bytesOf(media)).length));
    expect(new Set(sizes).size).toBe(1);
    await bytesOf(await openMedia(member, message.id, 0));
    expect(asked).toEqual([path]);
  });

  test("is kept in a file that only we can read", async () => {
    await bytesOf(await openMedia(member, (await withAttachment({ url: serve(fresh(), photo) })).id, 0));
    const folder = join(dataDir, "cache", "media");
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  test("that moves goes on moving", async () => {
    const gif = readFileSync("simulator/assets/wave.gif");
    const media = await openMedia(member, (await withAttachment({ url: serve(fresh(), gif) })).id, 0);
    const { pages: before } = await sharp(gif, { animated: true }).metadata();
    const { pages, format, pageHeight } = await sharp(await bytesOf(media), { animated: true }).metadata();
    expect({ pages, format }).toEqual({ pages: before, format: "webp" });
    expect(pageHeight).toBe(96);
  });
});

describe("who may see it", () => {
  test("another workspace's message, a place without anything and an unsent message are not found", async () => {
    const message = await withAttachment({ url: serve(fresh(), photo) });
    const stranger = await makeMember();
    const notFound = { code: "not_found" };
    await expect(openMedia(stranger, message.id, 0)).rejects.toMatchObject(notFound);
    await expect(openMedia(member, crypto.randomUUID(), 0)).rejects.toMatchObject(notFound);
    for (const part of [1, "story", "ad"] as const) {
      await expect(openMedia(member, message.id, part)).rejects.toMatchObject(notFound);
    }
    await db.update(messages).set({ deletedAt: new Date() }).where(eq(messages.id, message.id));
    await expect(openMedia(member, message.id, 0)).rejects.toMatchObject(notFound);
    expect(asked).toEqual([]);
  });

  test.each([
    "http://169.254.169.254/latest/meta-data/",
    "https://example.com/photo.jpg",
    "https://cdninstagram.com.example.com/x.jpg",
    "https://evilfbcdn.net/x.jpg",
    "https://lookaside.fbsbx.com.evil.example/x.jpg",
    "https://lookaside.fbsbx.com:8443/x.jpg",
    "http://lookaside.fbsbx.com/x.jpg",
    "https://user@lookaside.fbsbx.com/x.jpg",
    "http://127.0.0.1:2/x.jpg",
    "http://localhost/x.jpg",
    "file:///etc/passwd",
  ])("%s is no place to fetch media from", async (url) => {
    await expect(openMedia(member, (await withAttachment({ url })).id, 0)).rejects.toMatchObject({ reason: "refused" });
  });
});

describe("sound, film and files", () => {
  test("film is passed through as it is", async () => {
    const clip = readFileSync("simulator/assets/clip.mp4");
    const message = await withAttachment({ type: "video", url: serve(fresh(), clip, "text/html") });
    const media = await openMedia(member, message.id, 0);
    expect(media).toMatchObject({ contentType: "video/mp4", sizeBytes: clip.length });
    expect(await bytesOf(media, 10, 99)).toEqual(clip.subarray(10, 100));
  });

  test("a voice note is sound, whatever its container says", async () => {
    const clip = readFileSync("simulator/assets/clip.mp4");
    const note = await withAttachment({ type: "audio", url: serve(fresh(), clip) });
    const media = await openMedia(member, note.id, 0);
    await media.close();
    expect(media).toMatchObject({ contentType: "audio/mp4" });
    const voice = readFileSync("simulator/assets/voice.m4a");
    const other = await openMedia(member, (await withAttachment({ type: "audio", url: serve(fresh(), voice) })).id, 0);
    await other.close();
    expect(other.contentType).toBe("audio/mp4");
  });

  test("a PDF is saved under its own name, made harmless", async () => {
    const url = serve(fresh(), Buffer.from("%PDF-1.4\n%%EOF\n"));
    const title = '../../eh"\r\nSet-Cookie: a=b\u202Efdp.exe';
    const media = await openMedia(member, (await withAttachment({ type: "file", url, title })).id, 0);
    await media.close();
    expect(media.contentType).toBe("application/pdf");
    expect(media.disposition).toMatch(/^attachment; filename="[^"\r\n/\\]+\.pdf"; filename\*=UTF-8''[\w.%-]+$/);
  });

  test("any other file is bytes to be saved, never a page", async () => {
    const url = serve(fresh(), Buffer.from("<script>alert(1)</script>"), "text/html");
    const media = await openMedia(member, (await withAttachment({ type: "file", url, title: "a.html" })).id, 0);
    await media.close();
    expect(media.contentType).toBe("application/octet-stream");
    expect(media.disposition).toMatch(/^attachment; filename="a\.html"/);
  });
});

describe("what is nothing to show", () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';
  const cases: [string, () => Uint8Array | Promise<Uint8Array>][] = [
    ["a page that calls itself an image", () => Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["SVG", () => Buffer.from(svg)],
    ["SVG with an XML declaration", () => Buffer.from(`<?xml version="1.0"?>${svg}`)],
    ["PDF as an image", () => Buffer.from("%PDF-1.4\n")],
    ["a polyglot that begins as GIF", () => Buffer.from("GIF89a/*<svg onload=alert(1)>*/=1;alert(1)")],
    ["a packed bomb", () => gzipSync(Buffer.alloc(50_000_000))],
    ["more pixels than we take", () => png(20_000, 20_000)],
    ["a header that promises more than there is", () => png(60_000, 60_000, Buffer.alloc(10))],
    ["an image cut short", () => photo.subarray(0, photo.length / 2)],
    ["nothing at all", () => Buffer.alloc(0)],
    ["random bytes", () => Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251))],
    ["TIFF", () => sharp(photo).tiff().toBuffer()],
  ];
  test.each(cases)("%s", async (_name, make) => {
    const before = memoryHeld();
    const message = await withAttachment({ url: serve(fresh(), await make()) });
    await expect(openMedia(member, message.id, 0)).rejects.toMatchObject({ reason: "refused" });
    expect(memoryHeld() - before).toBeLessThan(300 * 1024 * 1024);
    expect(readdirSync(join(dataDir, "cache", "media")).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("a polyglot's tail does not survive", async () => {
    const url = serve(fresh(), Buffer.concat([photo, Buffer.from("<script>alert('tail')</script>")]));
    const bytes = await bytesOf(await openMedia(member, (await withAttachment({ url })).id, 0));
    expect(bytes.includes("script")).toBe(false);
  });

  test("a flood of frames stands still", async () => {
    const [width, pageHeight, frames] = [4, 4, 500];
    const pixels = Buffer.from(Array.from({ length: width * pageHeight * frames * 3 }, (_, i) => (i * i) % 251));
    const raw = { width, height: pageHeight * frames, channels: 3, pageHeight } as const;
    const flood = await sharp(pixels, { raw }).gif().toBuffer();
    expect((await sharp(flood).metadata()).pages).toBe(frames);
    const bytes = await bytesOf(await openMedia(member, (await withAttachment({ url: serve(fresh(), flood) })).id, 0));
    expect((await sharp(bytes).metadata()).pages ?? 1).toBe(1);
  });

  test("SVG and TIFF are not even read when they get past the look at their first bytes", async () => {
    for (const [name, bytes] of [
      ["svg", svg],
      ["tiff", await sharp(photo).tiff().toBuffer()],
    ] as const) {
      const path = join(dataDir, name);
      writeFileSync(path, bytes);
      await expect(drawImage(path)).rejects.toMatchObject({ reason: "refused" });
    }
  });
});

describe("a hostile CDN", () => {
  test("endless, lying, looping or broken, it ends cleanly and memory stays flat", async () => {
    const before = memoryHeld();
    const endless = serve(fresh(), (_request, response) => {
      const write = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 255)));
        if (!response.destroyed) response.once("drain", write);
      };
      write();
    });
    const liar = serve(fresh(), (_request, response) => {
      response.writeHead(200, { "content-length": "99999" }).write("short", () => response.destroy());
    });
    const huge = serve(fresh(), (_request, response) =>
      response.writeHead(200, { "content-length": String(26 * 1024 * 1024) }).flushHeaders(),
    );
    const loopPath = fresh();
    const loop = serve(loopPath, (_request, response) => response.writeHead(302, { location: loopPath }).end());
    const broken = serve(fresh(), (_request, response) => response.writeHead(502).end());
    const reasons = {
      endless: "refused",
      liar: "unavailable",
      huge: "refused",
      loop: "refused",
      broken: "unavailable",
    };
    for (const [name, url] of Object.entries({ endless, liar, huge, loop, broken })) {
      const opening = openMedia(member, (await withAttachment({ url })).id, 0);
      await expect(opening, name).rejects.toMatchObject({ reason: reasons[name as keyof typeof reasons] });
    }
    expect(memoryHeld() - before).toBeLessThan(100 * 1024 * 1024);
  });
});

describe("a dead link", () => {
  test("is replaced by reading the message again, once for all its parts", async () => {
    const [deadOne, deadTwo, first, second] = [fresh(), fresh(), fresh(), fresh()];
    const urls = [serve(deadOne, photo), serve(deadTwo, photo)].map((url, i) => `${url}?asset_id=7${i}&signature=old`);
    kill(deadOne);
    kill(deadTwo, 404);
    const attachments = urls.map((url) => attachment({ url }));
    const message = await makeMessage(conversation, { attachments });
    const wide = await jpeg(500, 100);
    serveGraph(message.mid ?? "", {
      id: message.mid,
      created_time: "2026-10-30T09:14:43+0000",
      attachments: {
        data: [
          { id: "71", image_data: { url: `${serve(second, wide)}?asset_id=71&signature=new` } },
          { id: "70", image_data: { url: `${serve(first, photo)}?asset_id=70&signature=new` } },
        ],
      },
    });
    const opened = await Promise.all([openMedia(member, message.id, 0), openMedia(member, message.id, 1)]);
    await Promise.all(opened.map((media) => bytesOf(media)));
    expect(asked.filter((path) => path.startsWith("/v26.0/"))).toHaveLength(1);
    const row = await stored(message.id);
    expect(row.attachments.map(({ url, width }) => [new URL(url ?? "").pathname, width])).toEqual([
      [first, 300],
      [second, 500],
    ]);
    asked.length = 0;
    await bytesOf(await openMedia(member, message.id, 0));
    expect(asked).toEqual([]);
  });

  test("of a story is renewed too", async () => {
    const [dead, alive] = [fresh(), fresh()];
    const url = serve(dead, photo);
    kill(dead, 410);
    const message = await makeMessage(conversation, { story: { id: "1", url, linkStickerUrl: null } });
    serveGraph(message.mid ?? "", {
      id: message.mid,
      created_time: "2026-10-30T09:14:43+0000",
      story: { reply_to: { link: serve(alive, photo), id: "1" } },
    });
    await bytesOf(await openMedia(member, message.id, "story"));
    expect(new URL((await stored(message.id)).story?.url ?? "").pathname).toBe(alive);
  });

  test("that Instagram does not renew is gone, and not asked for again at once", async () => {
    const path = fresh();
    const message = await withAttachment({ url: serve(path, photo) });
    kill(path);
    serveGraph(message.mid ?? "", { error: { message: "deleted", type: "OAuthException", code: 9000001 } }, 400);
    await expect(openMedia(member, message.id, 0)).rejects.toMatchObject({ reason: "gone" });
    const before = asked.length;
    await expect(openMedia(member, message.id, 0)).rejects.toMatchObject({ reason: "gone" });
    expect(asked).toHaveLength(before);
    expect((await stored(message.id)).attachments).toEqual(message.attachments);
  });

  test("of a disconnected account is gone, of a paused one it may come later", async () => {
    const path = fresh();
    const message = await withAttachment({ url: serve(path, photo) });
    kill(path);
    await update({ pausedUntil: new Date(Date.now() + 60_000) });
    await expect(openMedia(member, message.id, 0)).rejects.toMatchObject({ reason: "unavailable" });
    await update({ pausedUntil: null, disconnectedAt: new Date(), tokenCiphertext: null });
    await expect(openMedia(member, message.id, 0)).rejects.toMatchObject({ reason: "gone" });
    expect(asked.filter((one) => one.startsWith("/v26.0/"))).toEqual([]);
  });

  test("with a dead token stops the account's calls", async () => {
    const path = fresh();
    const message = await withAttachment({ url: serve(path, photo) });
    kill(path);
    serveGraph(message.mid ?? "", { error: { message: "expired", type: "OAuthException", code: 190 } }, 400);
    await expect(openMedia(member, message.id, 0)).rejects.toMatchObject({ reason: "gone" });
    const [row] = await db.select().from(instagramAccounts).where(eq(instagramAccounts.id, account.id));
    expect(row?.problem).toBe("reconnect");
  });
});

test("a mentioned story is shown and never stored", async () => {
  const path = fresh();
  const before = files();
  const message = await withAttachment({ type: "story_mention", url: serve(path, photo) });
  const media = await openMedia(member, message.id, 0);
  expect(media.isKept).toBe(false);
  expect(files()).toEqual(before);
  expect((await sharp(await bytesOf(media)).metadata()).format).toBe("webp");
});

test("the picture of an ad is shown", async () => {
  const photoUrl = serve(fresh(), photo);
  const referral = { ref: null, source: "ADS", type: null, adId: "1", adTitle: "Ad", photoUrl, videoUrl: null };
  const message = await makeMessage(conversation, { referral });
  expect((await openAndRead(message.id, "ad")).length).toBeGreaterThan(0);
});

async function openAndRead(messageId: string, part: "ad" | "story" | number) {
  return bytesOf(await openMedia(member, messageId, part));
}

function attachment(values: Partial<Attachment>): Attachment {
  const nothing = { url: null, linkUrl: null, title: null, mediaId: null, template: null };
  return { type: "image", rawType: "image", ...nothing, ...values };
}

function withAttachment(values: Partial<Attachment>) {
  return makeMessage(conversation, { attachments: [attachment(values)] });
}

async function bytesOf(media: Media, start = 0, end = media.sizeBytes - 1): Promise<Buffer> {
  return Buffer.from(await new Response(await media.stream(start, end)).arrayBuffer());
}

async function stored(messageId: string) {
  const [row] = await db.select().from(messages).where(eq(messages.id, messageId));
  return row as NonNullable<typeof row>;
}

function update(values: Partial<typeof instagramAccounts.$inferInsert>) {
  return db.update(instagramAccounts).set(values).where(eq(instagramAccounts.id, account.id));
}

function files(): string[] {
  return readdirSync(join(dataDir, "cache", "media")).sort();
}

function fresh(): string {
  return `/cdn/${++count}`;
}

/** Noise, so that no two are alike and half of one is not the whole. */
function jpeg(width: number, height: number): Promise<Buffer> {
  const noise = { type: "gaussian", mean: 128, sigma: 30 } as const;
  return sharp({ create: { width, height, channels: 3, background: "white", noise } })
    .jpeg()
    .toBuffer();
}

function png(width: number, height: number, rows = Buffer.alloc(height * (1 + Math.ceil(width / 8)))): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
