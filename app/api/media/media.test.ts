import "#test/database.ts";
import { readFileSync } from "node:fs";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { db } from "#db/client.ts";
import { contacts, messages, sessions } from "#db/schema/index.ts";
import { hashToken, randomToken } from "#lib/crypto.ts";
import type { Member } from "#lib/members/member.ts";
import { kill, serve } from "#test/cdn.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { GET, HEAD } from "./[messageId]/[part]/route.ts";
import * as accountDoor from "./accounts/[accountId]/route.ts";
import * as contactDoor from "./contacts/[contactId]/route.ts";

/** Next hands the request's headers over by itself, but only inside its server. */
let cookie = "";
vi.mock("next/headers", () => ({ headers: async () => new Headers({ cookie }) }));

const clip = readFileSync("simulator/assets/clip.mp4");
let member: Member;
let conversation: Awaited<ReturnType<typeof makeConversation>>;
let messageId: string;
let url: string;
let count = 0;

beforeEach(async () => {
  member = await makeMember({ role: "agent" });
  conversation = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
  url = serve(`/cdn/${++count}`, clip, "video/mp4");
  messageId = (await makeMessage(conversation, { attachments: [attachment("video", url)] })).id;
  await signIn(member);
});
afterEach(() => {
  cookie = "";
});

describe("a film", () => {
  test("comes whole, sealed off, and for this member's browser alone", async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "video/mp4",
      "content-length": String(clip.length),
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, max-age=300",
      "content-disposition": expect.stringMatching(/^inline; /),
      "accept-ranges": "bytes",
      vary: "Cookie",
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(clip);
  });

  test.each([
    ["bytes=0-0", 206, [0, 1]],
    ["bytes=100-199", 206, [100, 200]],
    ["bytes=100-", 206, [100, undefined]],
    ["bytes=-50", 206, [-50, undefined]],
    ["bytes=0-999999999", 206, [0, undefined]],
    ["bytes=0-1,5-6", 200, [0, undefined]],
    ["bytes=9-3", 200, [0, undefined]],
    ["bytes=-", 200, [0, undefined]],
    ["pages=1-2", 200, [0, undefined]],
  ] as const)("is given by the range %s", async (range, status, [start, end]) => {
    const response = await get({ range });
    expect(response.status).toBe(status);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes).toEqual(clip.subarray(start, end));
    expect(response.headers.get("content-length")).toBe(String(bytes.length));
    if (status === 206)
      expect(response.headers.get("content-range")).toMatch(new RegExp(`^bytes \\d+-\\d+/${clip.length}$`));
  });

  test.each(["bytes=999999999-", "bytes=-0"])("has nothing at %s", async (range) => {
    const response = await get({ range });
    expect([response.status, response.headers.get("content-range")]).toEqual([416, `bytes */${clip.length}`]);
  });

  test("is not sent again to who has it, and whole to who has another version", async () => {
    const etag = (await get()).headers.get("etag") ?? "";
    expect((await get({ "if-none-match": etag })).status).toBe(304);
    expect((await get({ range: "bytes=0-9", "if-range": etag })).status).toBe(206);
    expect((await get({ range: "bytes=0-9", "if-range": '"another"' })).status).toBe(200);
  });

  test("is described without its body", async () => {
    const response = await get({}, "HEAD");
    expect([response.status, response.headers.get("content-length")]).toEqual([200, String(clip.length)]);
    expect(await response.text()).toBe("");
  });
});

describe("strangers", () => {
  test("without a session learn nothing, whatever they ask for", async () => {
    cookie = "";
    for (const id of [messageId, crypto.randomUUID(), "nonsense"]) expect((await get({}, "GET", id)).status).toBe(401);
    for (const response of await Promise.all([picture("contact"), picture("account")]))
      expect(response.status).toBe(401);
  });

  test("of another workspace are told what is told of nothing", async () => {
    await signIn(await makeMember());
    const [theirs, nothing] = await Promise.all([get(), get({}, "GET", crypto.randomUUID())]);
    expect(theirs.status).toBe(404);
    expect([...theirs.headers]).toEqual([...nothing.headers]);
    expect((await picture("contact")).status).toBe(404);
    expect((await picture("account")).status).toBe(404);
  });

  test("who signed out are strangers", async () => {
    await db.update(sessions).set({ revokedAt: sql`now()` }).where(eq(sessions.memberId, member.id));
    expect((await get()).status).toBe(401);
  });
});

test.each(["1", "-1", "x", "1e3", "story", "ad", "../0", "9999"])("there is nothing at %s", async (part) => {
  const response = await get({}, "GET", messageId, part);
  expect([response.status, response.headers.get("cache-control")]).toEqual([404, "private, no-store"]);
});

test("what is gone, refused or late says so and is not kept", async () => {
  const page = serve(`/cdn/${++count}`, Buffer.from("<script>alert(1)</script>"));
  const late = serve(`/cdn/${++count}`, (_request, response) => response.writeHead(503).end());
  const dead = serve(`/cdn/${++count}`, clip);
  kill(`/cdn/${count}`);
  const attachments = [page, late, dead].map((one) => attachment("image", one));
  const { id } = await makeMessage(conversation, { mid: null, attachments });
  const responses = await Promise.all(["0", "1", "2"].map((part) => get({}, "GET", id, part)));
  expect(responses.map(({ status }) => status)).toEqual([415, 503, 410]);
  for (const { headers } of responses) {
    expect([headers.get("cache-control"), headers.get("content-type")]).toEqual(["private, no-store", null]);
  }
  expect(responses[1]?.headers.get("retry-after")).toBe("10");
});

test("a mentioned story is kept by nobody", async () => {
  const attachments = [attachment("story_mention", serve(`/cdn/${++count}`, clip))];
  await db.update(messages).set({ attachments }).where(eq(messages.id, messageId));
  const response = await get();
  expect([response.status, response.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
  await response.body?.cancel();
});

test("a customer's picture is served", async () => {
  const image = readFileSync("simulator/assets/wave.gif");
  await db.update(contacts).set({ pictureUrl: serve(`/cdn/${++count}`, image) });
  const response = await picture("contact");
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/webp"]);
  await response.body?.cancel();
});

function get(headers: Record<string, string> = {}, method: "GET" | "HEAD" = "GET", id = messageId, part = "0") {
  const request = new Request(`http://localhost:3000/api/media/${id}/${part}`, { method, headers });
  return (method === "HEAD" ? HEAD : GET)(request, { params: Promise.resolve({ messageId: id, part }) });
}

function picture(of: "contact" | "account") {
  const request = new Request("http://localhost:3000/api/media/picture");
  const { contactId, instagramAccountId: accountId } = conversation;
  return of === "contact"
    ? contactDoor.GET(request, { params: Promise.resolve({ contactId }) })
    : accountDoor.GET(request, { params: Promise.resolve({ accountId }) });
}

async function signIn({ id }: Member) {
  const token = randomToken();
  const expiresAt = sql`now() + interval '1 day'`;
  await db.insert(sessions).values({ tokenHash: hashToken(token), memberId: id, expiresAt });
  cookie = `authjs.session-token=${token}`;
}

function attachment(type: "video" | "image" | "story_mention", address: string) {
  return { type, rawType: type, url: address, linkUrl: null, title: null, mediaId: null, template: null };
}
