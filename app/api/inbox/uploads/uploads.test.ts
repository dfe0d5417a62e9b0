import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { db } from "#db/client.ts";
import { messages, sessions, uploads } from "#db/schema/index.ts";
import { hashToken, randomToken } from "#lib/crypto.ts";
import { env } from "#lib/env.ts";
import { LINK_MS, signUploadLink } from "#lib/files/links.ts";
import { deleteFile } from "#lib/files/storage.ts";
import type { Member } from "#lib/members/member.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { bring, film, pdf, photo } from "#test/files.ts";
import * as publicDoor from "../../files/[file]/route.ts";
import { DELETE, GET } from "./[uploadId]/route.ts";
import { POST } from "./route.ts";

/** Next hands the request's headers over by itself, but only inside its server. */
let cookie = "";
vi.mock("next/headers", () => ({ headers: async () => new Headers({ cookie }) }));

const ADDRESS = "http://localhost:3000/api/inbox/uploads";
let member: Member;

beforeEach(async () => {
  member = await makeMember({ role: "agent" });
  await signIn(member);
});

describe("bringing a file", () => {
  test("answers what it is", async () => {
    const response = await post(await photo(), "?name=Regal.jpg");
    expect(response.status).toBe(200);
    const [row] = await db.select().from(uploads).where(eq(uploads.memberId, member.id));
    expect(await response.json()).toEqual({
      id: row?.id,
      type: "image",
      mimeType: "image/jpeg",
      sizeBytes: row?.sizeBytes,
      width: 40,
      height: 60,
      name: "Regal.jpg",
    });
  });

  test("says when Instagram could not fetch it from here", async () => {
    const { INSTAGRAM_GRAPH_URL } = env();
    env().INSTAGRAM_GRAPH_URL = "https://graph.instagram.com";
    try {
      expect(await (await post(pdf)).json()).toMatchObject({ type: "file", warning: "out_of_reach" });
    } finally {
      env().INSTAGRAM_GRAPH_URL = INSTAGRAM_GRAPH_URL;
    }
  });

  test.each([
    ["another site's page", { origin: "https://evil.example" }],
    ["no page at all", { origin: "" }],
    ["a page of a sister site", { "sec-fetch-site": "same-site" }],
  ])("is refused to %s", async (_, headers) => {
    expect((await post(pdf, "", headers)).status).toBe(403);
    expect(await db.$count(uploads, eq(uploads.memberId, member.id))).toBe(0);
  });

  test("needs a session, and is not read without one", async () => {
    cookie = "";
    let isRead = false;
    const body = new ReadableStream(
      {
        pull(controller) {
          isRead = true;
          controller.enqueue(pdf);
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const init = { method: "POST", headers: { origin: "http://localhost:3000" }, body, duplex: "half" };
    const response = await POST(new Request(ADDRESS, init as RequestInit));
    expect([response.status, isRead]).toEqual([401, false]);
  });

  test.each([
    ["of a type Instagram does not take", Buffer.from("hello"), 415, "file_type_unsupported"],
    ["too large", Buffer.concat([film, Buffer.alloc(25 * 1024 * 1024)]), 413, "file_too_large"],
    ["empty", Buffer.alloc(0), 400, "file_unreadable"],
  ])("%s is refused with the reason", async (_, bytes, status, error) => {
    const response = await post(bytes);
    expect([response.status, await response.json()]).toMatchObject([status, { error }]);
  });
});

describe("looking at a file", () => {
  test("is for its member until it is sent, sealed off and in parts", async () => {
    const { id } = await bring(member, film, "film.mp4");
    const response = await get(id, { range: "bytes=0-9" });
    expect(response.status).toBe(206);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "video/mp4",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(film.subarray(0, 10));

    await signIn(await makeMember({ workspaceId: member.workspaceId }));
    expect((await get(id)).status).toBe(404);
    cookie = "";
    expect((await get(id)).status).toBe(401);
  });

  test("is for everybody who sees the message it went out with", async () => {
    const { id } = await bring(member, pdf, "Plan.pdf");
    const account = await makeAccount({ workspaceId: member.workspaceId });
    const sent = { direction: "outbound", status: "sent" } as const;
    const message = await makeMessage(await makeConversation(account), sent);
    await db.update(uploads).set({ messageId: message.id }).where(eq(uploads.id, id));
    await signIn(await makeMember({ workspaceId: member.workspaceId }));
    const response = await get(id);
    expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="Plan.pdf"/);
    await response.body?.cancel();
    await signIn(await makeMember());
    expect((await get(id)).status).toBe(404);

    await signIn(member);
    await db.update(messages).set({ deletedAt: new Date() }).where(eq(messages.id, message.id));
    expect((await get(id)).status).toBe(404);
  });

  test.each(["not-an-id", "00000000-0000-4000-8000-000000000000", "../secrets"])("%s is not found", async (id) => {
    expect((await get(id)).status).toBe(404);
  });
});

test("a file whose bytes are lost is gone, before anything of it is promised", async () => {
  const { id, storageKey } = await bring(member, pdf);
  expect((await get(id)).status).toBe(200);
  await deleteFile(storageKey);
  expect((await get(id)).status).toBe(410);
});

test("a file that was not sent can be taken away by its member, from our own pages", async () => {
  const { id } = await bring(member, pdf);
  const call = (headers: Record<string, string>) =>
    DELETE(new Request(`${ADDRESS}/${id}`, { method: "DELETE", headers }), {
      params: Promise.resolve({ uploadId: id }),
    });
  expect((await call({ origin: "https://evil.example" })).status).toBe(403);
  expect((await call({ origin: "http://localhost:3000" })).status).toBe(200);
  expect((await call({ origin: "http://localhost:3000" })).status).toBe(404);
});

describe("the link Instagram gets", () => {
  test("gives the one file to whoever holds it, and lets nobody keep it", async () => {
    const upload = await bring(member, film);
    cookie = "";
    const response = await follow(signUploadLink(upload));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "video/mp4",
      "content-length": String(film.byteLength),
      "cache-control": "private, no-store",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(film);
  });

  test("ends after an hour", async () => {
    const upload = await bring(member, pdf);
    expect((await follow(signUploadLink(upload, Date.now() - LINK_MS + 5_000))).status).toBe(200);
    expect((await follow(signUploadLink(upload, Date.now() - LINK_MS - 1_000))).status).toBe(404);
  });

  test("is nothing once it was changed, or came from elsewhere", async () => {
    const [one, other] = [await bring(member, pdf), await bring(member, pdf)];
    const link = signUploadLink(one);
    const later = String(Number(new URL(link).searchParams.get("until")) + 3_600);
    const { AUTH_SECRET } = env();
    env().AUTH_SECRET = "the secret of somebody else";
    const foreign = signUploadLink(one);
    env().AUTH_SECRET = AUTH_SECRET;
    for (const forged of [
      link.replace(one.id, other.id),
      link.replace(/until=\d+/, `until=${later}`),
      link.replace(/signature=.*/, ""),
      link.replace(/signature=./, "signature="),
      link.replace(/signature=/, "signature=x&signature="),
      link.replace(".pdf?", ".html?"),
      link.replace(/\?.*/, ""),
      foreign,
    ]) {
      expect([forged, (await follow(forged)).status]).toEqual([forged, 404]);
    }
    await db.delete(uploads).where(eq(uploads.id, one.id));
    expect((await follow(link)).status).toBe(404);
  });
});

function post(bytes: Uint8Array, query = "", headers: Record<string, string> = {}) {
  const init = { method: "POST", body: bytes as BodyInit, headers: { origin: "http://localhost:3000", ...headers } };
  return POST(new Request(ADDRESS + query, init));
}

function get(id: string, headers: Record<string, string> = {}) {
  return GET(new Request(`${ADDRESS}/${id}`, { headers }), { params: Promise.resolve({ uploadId: id }) });
}

async function follow(url: string) {
  return publicDoor.GET(new Request(url));
}

async function signIn({ id: memberId }: Member) {
  const token = randomToken();
  const values = { tokenHash: hashToken(token), memberId, expiresAt: sql`now() + interval '1 day'` };
  await db.insert(sessions).values(values);
  cookie = `authjs.session-token=${token}`;
}
