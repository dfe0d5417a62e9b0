import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { messages } from "#db/schema/index.ts";
import { archiveMessage } from "#lib/media/archive.ts";
import { openMedia } from "#lib/media/media.ts";
import type { Member } from "#lib/members/member.ts";
import { asked, kill, serve, serveGraph } from "#test/cdn.ts";
import { makeAccount, makeMember } from "#test/factories.ts";
import { jobsNamed } from "#test/jobs.ts";
import { bodyOf, deliver, wire } from "#test/webhooks.ts";

process.env.MEDIA_POLICY = "archive";

let member: Member;
let igId: string;
let photo: Buffer;
let count = 0;

beforeEach(async () => {
  member = await makeMember();
  igId = (await makeAccount({ workspaceId: member.workspaceId })).igId;
  const picture = { width: 60, height: 40, channels: 3, background: "teal" } as const;
  photo = await sharp({ create: picture }).jpeg().toBuffer();
});

/** `reason`: `gone` and `refused` are placeholders for good, `unavailable` is asked for again. */
test.each([
  ["403", (path: string) => kill(path, 403), "gone"],
  ["404", (path: string) => kill(path, 404), "gone"],
  ["502", (path: string) => kill(path, 502), "unavailable"],
  [
    "a page",
    (path: string) => serve(path, Buffer.from("<!doctype html><script>alert(1)</script>"), "text/html"),
    "refused",
  ],
  ["30 MB", (path: string) => announce(path, 30 * 1024 * 1024), "refused"],
  [
    "silence",
    (path: string) => serve(path, (_request, response) => void response.writeHead(200).flushHeaders()),
    "unavailable",
  ],
])("F40 a medium answers %s: the message is there at once, a placeholder stands for the medium", async (...row) => {
  const [, spoil, reason] = row;
  const { message, mid, path } = await receive();
  spoil(path);
  serveGraph(mid, { error: { message: "deleted", type: "OAuthException", code: 9000001 } }, 400);
  expect(message).toMatchObject({ text: null, attachments: [{ type: "image" }] });
  await expect(openMedia(member, message.id, 0)).rejects.toMatchObject({ reason });

  const archiving = archiveMessage(message.id);
  if (reason === "unavailable") await expect(archiving).rejects.toMatchObject({ reason });
  else await expect(archiving).resolves.toBeUndefined();
});

test("F40 a medium is fetched as soon as its message comes, and shown from the copy when its link has died", async () => {
  const { message, path } = await receive();
  expect(await jobsNamed("archive-message")).toContainEqual({ messageId: message.id });
  await archiveMessage(message.id);
  kill(path);
  asked.length = 0;
  expect(await openMedia(member, message.id, 0)).toMatchObject({ contentType: "image/webp", isKept: true });
  expect(asked).toEqual([]);
});

test("F40 a medium that cannot be had is asked for at least five times, over half an hour", async () => {
  const { message } = await receive();
  const [job] = await db.execute<{ tries: number; waitsMs: number }>(sql`
    select j.max_attempts as tries, (extract(epoch from j.run_at - now()) * 1000)::float8 as "waitsMs"
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'archive-message' and j.payload->>'messageId' = ${message.id}`);
  const { tries = 0, waitsMs = Number.POSITIVE_INFINITY } = job ?? {};
  expect(waitsMs).toBeLessThanOrEqual(0);
  expect(tries).toBeGreaterThanOrEqual(5);
  // The queue waits e^n seconds after the nth try.
  const pauses = Array.from({ length: tries - 1 }, (_, n) => Math.exp(n + 1));
  const minutes = pauses.reduce((sum, seconds) => sum + seconds, 0) / 60;
  expect(Math.abs(minutes - 30)).toBeLessThan(5);
});

test("F40 a medium whose link has expired is shown by a new one, read by the message's id", async () => {
  const { message, mid, path } = await receive();
  kill(path);
  const alive = `${path}-alive`;
  const image = { url: serve(alive, photo), preview_url: "", width: 60, height: 40 };
  serveGraph(mid, {
    id: mid,
    created_time: "2026-11-22T10:00:00+0000",
    from: { id: "1284407719365528", username: "lena" },
    to: { data: [{ id: igId, username: "shop" }] },
    message: "",
    attachments: { data: [{ id: "1", image_data: image }] },
  });
  expect(await openMedia(member, message.id, 0)).toMatchObject({ contentType: "image/webp" });
  expect(asked.filter((one) => one.startsWith(`/v26.0/${mid}`))).toHaveLength(1);
});

/** As a webhook tells it; the link works until a test spoils it. */
async function receive() {
  const [path, mid] = [`/cdn/f40-${++count}`, `mid-f40-${count}`];
  const url = `${serve(path, photo)}?asset_id=${count}&signature=old`;
  const attachments = [{ type: "image", payload: { url } }];
  await deliver(bodyOf(igId, [wire(igId, "1284407719365528").raw(1, { message: { mid, attachments } })]));
  const [message] = await db.select().from(messages).where(eq(messages.mid, mid));
  if (!message) throw new Error("The message is not there.");
  return { message, mid, path };
}

function announce(path: string, bytes: number): void {
  serve(path, (_request, response) =>
    response.writeHead(200, { "content-length": String(bytes), "content-type": "image/jpeg" }).flushHeaders(),
  );
}
