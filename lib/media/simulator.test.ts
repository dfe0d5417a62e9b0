import "#test/database.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, eq, isNull } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { instagramAccounts } from "#db/schema/index.ts";
import { getAccountAccess } from "#lib/account-access.ts";
import { getMessage } from "#lib/instagram/conversations.ts";
import type { Member } from "#lib/members/member.ts";
import { connectThroughSimulator } from "#test/connect.ts";
import { makeConversation, makeMessage } from "#test/factories.ts";
import { calls, control } from "#test/simulator.ts";
import { openMedia } from "./media.ts";
import { openAccountPicture } from "./pictures.ts";

const LENA = "1284407719365528";
const dataDir = mkdtempSync(join(tmpdir(), "antwort-media-"));
process.env.DATA_DIR = dataDir;
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

let member: Member;
let account: typeof instagramAccounts.$inferSelect;

beforeEach(async () => {
  await control("POST", "/reset");
  ({ member } = await connectThroughSimulator());
  const [connected] = await db.select().from(instagramAccounts).where(isConnected());
  account = connected as NonNullable<typeof connected>;
});

test.each([
  ["image", "walnut", "image/webp"],
  ["gif", "wave", "image/webp"],
  ["video", "clip", "video/mp4"],
  ["audio", "voice", "audio/mp4"],
  ["audio", "tone", "audio/wav"],
  ["file", "plan", "application/pdf"],
  ["story_mention", "lake", "image/webp"],
])("%s %s is shown as Instagram gives it", async (kind, media, contentType) => {
  const { message } = await receive({ kind, media });
  const opened = await openMedia(member, message.id, 0);
  await opened.close();
  expect(opened.contentType).toBe(contentType);
});

test("a link that died is replaced, and stays replaced", async () => {
  const { message, assetId } = await receive({ kind: "image", media: "walnut" });
  await control("POST", `/media/${assetId}/expire`);
  for (let i = 0; i < 2; i++) await (await openMedia(member, message.id, 0)).close();
  expect((await calls("message")).filter(({ path }) => path.includes(message.mid ?? ""))).toHaveLength(1);
});

test("a picture whose message was unsent is gone", async () => {
  const { message, assetId } = await receive({ kind: "image", media: "bowl" });
  await control("POST", `/media/${assetId}/expire`);
  await control("POST", `/customers/${LENA}/unsend`, { mid: message.mid });
  await expect(openMedia(member, message.id, 0)).rejects.toMatchObject({ reason: "gone" });
});

test.each([
  ["endless", "refused"],
  ["html", "refused"],
  ["huge", "refused"],
  ["redirect", "refused"],
  ["empty", "refused"],
  ["drop", "unavailable"],
])("a CDN that answers %s: %s", async (result, reason) => {
  const { message } = await receive({ kind: "image", media: "lamp" });
  await control("POST", "/faults", { match: { endpoint: "cdn" }, result, times: -1, size: 30_000_000 });
  await expect(openMedia(member, message.id, 0)).rejects.toMatchObject({ reason });
});

test("a silent CDN is left after five seconds and asked again when somebody looks again", async () => {
  const { message } = await receive({ kind: "image", media: "plant" });
  await control("POST", "/faults", { match: { endpoint: "cdn" }, result: "hang" });
  const startedAt = Date.now();
  await expect(openMedia(member, message.id, 0)).rejects.toMatchObject({ reason: "unavailable" });
  expect(Date.now() - startedAt).toBeLessThan(8_000);
  await (await openMedia(member, message.id, 0)).close();
});

test("the account's own picture is shown", async () => {
  const picture = await openAccountPicture(member, account.id);
  await picture.close();
  expect(picture.contentType).toBe("image/webp");
});

/** The customer writes; what a webhook would store is read from Instagram. */
async function receive(content: { kind: string; media: string }) {
  const { mid } = await control<{ mid: string }>("POST", `/customers/${LENA}/messages`, {
    account: account.igId,
    ...content,
  });
  const { token } = await getAccountAccess(account.id);
  const read = await getMessage(token, mid);
  await control("DELETE", "/calls");
  const attachments = (read?.attachments ?? []).map((one) =>
    content.kind === "audio" ? { ...one, type: "audio" as const } : one,
  );
  const message = await makeMessage(await makeConversation(account), { mid, attachments });
  const url = new URL(attachments[0]?.url ?? "");
  return { message, assetId: url.searchParams.get("asset_id") };
}

function isConnected() {
  return and(eq(instagramAccounts.workspaceId, member.workspaceId), isNull(instagramAccounts.disconnectedAt));
}
