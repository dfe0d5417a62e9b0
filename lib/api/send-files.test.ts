import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { asc, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { apiKeys, messages, uploads } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, refusal, serveApi } from "#test/api.ts";
import { LENA, openApiInbox } from "#test/api-inbox.ts";
import { makeMember } from "#test/factories.ts";
import { bring, dataDir, film, listenForInstagram, pdf, photo } from "#test/files.ts";
import { calls, control } from "#test/simulator.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);
beforeAll(listenForInstagram);

let accountId: string;
let conversationId: string;
let key: string;
let keyId: string;

beforeEach(async () => {
  ({ accountId, conversationId, key, keyId } = await openApiInbox());
});

describe("through the unmodified SDK", () => {
  test("a file is brought, and sent with the text after it", async () => {
    const { messages: sdk } = api.sdk(key);
    const file = new File([new Uint8Array(await photo())], "Regal.jpg", { type: "image/jpeg" });
    const { data: uploaded } = await sdk.uploadMediaDirect({ body: { file } });
    expect(uploaded).toMatchObject({ contentType: "image/jpeg", url: expect.stringContaining("/api/files/") });
    const { data, response } = await sdk.sendInboxMessage({
      path: { conversationId },
      body: { accountId, message: "Like this?", attachmentUrl: uploaded?.url ?? "", attachmentType: "image" },
    });
    expect(response.status).toBe(200);
    expect(data?.data).toMatchObject({ attachments: [{ type: "image", url: expect.stringContaining("/api/files/") }] });
    expect(data?.data?.messageIds).toHaveLength(2);
    expect(data?.data?.messageIds?.[0]).toBe(data?.data?.messageId);
    expect(await arrived()).toEqual(["image", "text"]);

    const { data: thread } = await sdk.getInboxConversationMessages({
      path: { conversationId },
      query: { accountId, sortOrder: "desc", limit: 2 },
    });
    expect(thread?.messages).toMatchObject([
      { message: "Like this?" },
      { attachments: [{ type: "image", filename: "Regal.jpg", url: expect.stringContaining("http") }] },
    ]);
    const { data: address } = await sdk.getMessageAttachment({
      path: { conversationId, messageId: data?.data?.messageId ?? "", index: 0 },
      query: { accountId, format: "json" },
    });
    const fetched = await fetch((address as { url: string }).url);
    expect([fetched.status, fetched.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  });

  test("a file is PUT to an address given beforehand, and goes out as often as wanted", async () => {
    const sdk = api.sdk(key);
    const { data } = await sdk.media.getMediaPresignedUrl({
      body: { filename: "clip.mp4", contentType: "video/mp4", size: film.byteLength },
    });
    expect(data).toMatchObject({ expiresIn: 3600 });
    const { uploadUrl = "", publicUrl = "" } = data ?? {};
    expect((await fetch(publicUrl)).status).toBe(404);
    expect((await put(uploadUrl, film)).status).toBe(200);
    expect((await put(uploadUrl, film)).status).toBe(409);
    expect((await fetch(publicUrl)).status).toBe(200);
    for (const _ of [1, 2]) {
      const sent = await sdk.messages.sendInboxMessage({
        path: { conversationId },
        body: { accountId, attachmentUrl: publicUrl, attachmentType: "video" },
      });
      expect(sent.response.status).toBe(200);
    }
    expect(await arrived()).toEqual(["video", "video"]);
  });

  test("quick replies, buttons and a template go out as they are", async () => {
    const send = (body: object) =>
      api.sdk(key).messages.sendInboxMessage({ path: { conversationId }, body: { accountId, ...body } });
    await send({ message: "Oak or walnut?", quickReplies: [{ title: "Oak", payload: "OAK" }] });
    await send({ message: "Our shop:", buttons: [{ type: "url", title: "Open", url: "https://brassmoon.example" }] });
    const elements = [
      { title: "Lamp", subtitle: "Brass", buttons: [{ type: "postback", title: "Buy", payload: "BUY" }] },
    ];
    const { data } = await send({ template: { type: "generic", elements } });
    expect(await arrived()).toEqual(["quick_replies", "template", "template"]);
    const { data: thread } = await api.sdk(key).messages.getInboxConversationMessages({
      path: { conversationId },
      query: { accountId, sortOrder: "desc", limit: 3 },
    });
    expect(thread?.messages).toMatchObject([
      {
        id: data?.data?.messageId,
        attachments: [{ type: "template" }],
        metadata: { metaInteractive: { template: {} } },
      },
      { metadata: { metaInteractive: { buttons: [{ type: "web_url" }] } } },
      {
        message: "Oak or walnut?",
        metadata: { metaInteractive: { quickReplies: [{ title: "Oak", payload: "OAK" }] } },
      },
    ]);
  });
});

describe("as a form, the way unified-inbox sends", () => {
  test("the file goes out first, then the text, quoting what it answers", async () => {
    const { data } = await api.sdk(key).messages.getInboxConversationMessages({
      path: { conversationId },
      query: { accountId, limit: 1 },
    });
    const replyTo = data?.messages?.[0]?.id ?? "";
    const response = await sendForm({ accountId, message: "Like this?", replyTo }, await photo(), "Regal.jpg");
    expect(response.status).toBe(200);
    expect(await arrived()).toEqual(["image", "text"]);
    const rows = await outbox();
    expect(rows.map(({ replyToMid }) => replyToMid)).toEqual([replyTo, null]);
    expect(rows[0]?.actId).toBe(rows[1]?.actId);
    expect(await db.select().from(uploads).where(eq(uploads.apiKeyId, keyId))).toMatchObject([
      { name: "Regal.jpg", messageId: rows[0]?.id },
    ]);
  });

  test("the same Idempotency-Key with the same file is one send, with another file it is refused", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const first = await sendForm({ accountId, message: "Look" }, pdf, "Plan.pdf", headers);
    const again = await sendForm({ accountId, message: "Look" }, pdf, "Plan.pdf", headers);
    expect([first.status, again.status, again.headers.get("idempotent-replayed")]).toEqual([200, 200, "true"]);
    expect(await again.json()).toEqual(await first.json());
    const other = await sendForm({ accountId, message: "Look" }, await photo(), "Plan.pdf", headers);
    expect([other.status, await other.json()]).toMatchObject([422, { code: "idempotency_key_reused" }]);
    expect(await arrived()).toEqual(["file", "text"]);
  });

  test.each([
    ["of a type Instagram does not take", Buffer.from("hello world, how are you"), 415, "file_type_unsupported"],
    ["that is too large", Buffer.concat([film, Buffer.alloc(25 * 1024 * 1024)]), 413, "file_too_large"],
    ["that is far too large", Buffer.alloc(40 * 1024 * 1024), 413, "file_too_large"],
    ["that is empty", Buffer.alloc(0), 400, "file_unreadable"],
  ])("a file %s is refused", async (_, bytes, status, code) => {
    const response = await sendForm({ accountId, message: "Look" }, bytes, "x.jpg").catch(() => null);
    // Whoever goes on sending what was refused may find the connection closed before the answer was read.
    if (response) expect([response.status, await response.json()]).toMatchObject([status, { code }]);
    expect(await calls("messages")).toEqual([]);
    expect(await db.$count(uploads, eq(uploads.apiKeyId, keyId))).toBe(0);
  });

  test("what is no form, has two files or says nonsense is refused", async () => {
    const two = new FormData();
    two.append("accountId", accountId);
    for (const name of ["a.pdf", "b.pdf"]) two.append("attachment", new Blob([new Uint8Array(pdf)]), name);
    expect((await post(two)).status).toBe(400);
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    expect((await post("--x\r\nnonsense", headers)).status).toBe(400);
    expect((await post("", { "content-type": "multipart/form-data" })).status).toBeGreaterThanOrEqual(400);
    const list = await sendForm({ accountId, message: "x", quickReplies: "{" }, pdf, "a.pdf");
    expect([list.status, await list.json()]).toMatchObject([400, { param: "quickReplies" }]);
    const foreign = await sendForm({ accountId: randomUUID(), message: "x" }, pdf, "a.pdf");
    expect(foreign.status).toBe(404);
    expect(await calls("messages")).toEqual([]);
  });
});

describe("an attachment", () => {
  test("by its own address is Instagram's to fetch, and shows what Instagram made of it", async () => {
    const [, upload] = [null, await bring({ ...(await program()) }, pdf, "Plan.pdf")];
    const { signUploadLink } = await import("#lib/files/links.ts");
    const elsewhere = signUploadLink(upload)
      .replace("/api/files/", "/api/files/./")
      .replace("signature=", "signature=x&x=");
    const response = await api.send(key, conversationId, { accountId, attachmentUrl: elsewhere });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { platformError: { code: 100, subcode: 2018008 }, details: { reason: "media_unfetchable" } },
    ]);
    expect((await control<{ url: string; status: number }[]>("GET", "/fetches")).map(({ status }) => status)).toEqual([
      404, 404,
    ]);
  });

  test("must be at a public https address where Instagram is the real one", async () => {
    const { INSTAGRAM_GRAPH_URL } = env();
    env().INSTAGRAM_GRAPH_URL = "https://graph.instagram.com";
    try {
      for (const attachmentUrl of [
        "http://files.example.com/a.png",
        "https://localhost/a.png",
        "https://192.168.1.4/a.png",
        "https://user:secret@files.example.com/a.png",
        "file:///etc/passwd",
        "nonsense",
      ]) {
        const response = await api.send(key, conversationId, { accountId, attachmentUrl });
        expect([attachmentUrl, response.status, ((await response.json()) as { param: string }).param]).toEqual([
          attachmentUrl,
          400,
          "attachmentUrl",
        ]);
      }
    } finally {
      env().INSTAGRAM_GRAPH_URL = INSTAGRAM_GRAPH_URL;
    }
  });

  test("that Instagram refuses takes the text after it along, and its figures are told", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages", kind: "file" }, error: "too_large" });
    const response = await sendForm({ accountId, message: "Our plan" }, pdf, "Plan.pdf");
    expect([response.status, await response.json()]).toMatchObject([400, { platformError: { subcode: 2018109 } }]);
    expect(await arrived()).toEqual([]);
    expect((await outbox()).map(({ status, failure }) => [status, failure?.reason])).toEqual([
      ["failed", "media_too_large"],
      ["failed", "earlier_part_failed"],
    ]);
  });

  test("that went out while its text was refused is a success that says so", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages", kind: "text" }, error: "unavailable" });
    const response = await sendForm({ accountId, message: "Our plan" }, pdf, "Plan.pdf");
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { data: { partialFailure: { part: "text", platformError: { code: 551 } } } },
    ]);
    expect(await arrived()).toEqual(["file"]);
  });

  test("of another workspace, or of a member, is not there", async () => {
    const { signUploadLink } = await import("#lib/files/links.ts");
    const stranger = signUploadLink(await bring(await makeMember(), pdf));
    const response = await api.send(key, conversationId, { accountId, attachmentUrl: stranger });
    expect([response.status, await response.json()]).toMatchObject([400, { param: "attachmentUrl" }]);
    expect(await calls("messages")).toEqual([]);
  });
});

test.each<[string, object, string]>([
  ["nothing at all", {}, "message"],
  ["quick replies without a text", { quickReplies: [{ title: "a", payload: "b" }] }, "message"],
  [
    "buttons and quick replies",
    { message: "x", quickReplies: [{ title: "a", payload: "b" }], buttons: [POSTBACK()] },
    "buttons",
  ],
  ["buttons and a template", { message: "x", buttons: [POSTBACK()], template: TEMPLATE() }, "template"],
  ["a phone button", { message: "x", buttons: [{ type: "phone", title: "Call", phone: "1" }] }, "buttons.0.type"],
  ["a button without its address", { message: "x", buttons: [{ type: "url", title: "Go" }] }, "buttons.0.url"],
  ["four buttons", { message: "x", buttons: [1, 2, 3, 4].map(POSTBACK) }, "buttons"],
  [
    "fourteen quick replies",
    { message: "x", quickReplies: Array(14).fill({ title: "a", payload: "b" }) },
    "quickReplies",
  ],
  [
    "a title of 21 letters",
    { message: "x", quickReplies: [{ title: "a".repeat(21), payload: "b" }] },
    "quickReplies.0.title",
  ],
  ["an empty template", { template: { type: "generic", elements: [] } }, "template.elements"],
  ["a WhatsApp template", { template: { elements: [{ name: "order_update", language: "de" }] } }, "template.type"],
  ["a text of 641 letters with buttons", { message: "x".repeat(641), buttons: [POSTBACK()] }, "message"],
])("%s is refused before anything is stored", async (_, body, param) => {
  const response = await api.send(key, conversationId, { accountId, ...body });
  expect([response.status, await response.json()]).toMatchObject([400, { param }]);
  expect(await outbox()).toEqual([]);
});

describe("an address to PUT to", () => {
  test("takes what it was made for, once, from whoever holds it, while the key lives", async () => {
    const { media } = api.sdk(key);
    const presign = async (contentType = "application/pdf") => {
      const { data } = await media.getMediaPresignedUrl({
        body: { filename: "Plan.pdf", contentType: contentType as never },
      });
      return data?.uploadUrl ?? "";
    };
    const url = await presign();
    expect((await put(url, await photo())).status).toBe(415);
    expect((await put(url.replace("Plan.pdf", "Other.pdf"), pdf)).status).toBe(404);
    expect((await put(url.replace(/until=\d+/, "until=9999999999"), pdf)).status).toBe(404);
    expect((await put(url.replace(/signature=.*/, ""), pdf)).status).toBe(404);
    expect((await put(url, pdf)).status).toBe(200);
    const late = await presign();
    await db.update(apiKeys).set({ revokedAt: new Date() }).where(eq(apiKeys.id, keyId));
    expect((await put(late, pdf)).status).toBe(404);
  });

  test("is not given for what Instagram does not take", async () => {
    const { media } = api.sdk(key);
    const webp = await refusal(media.getMediaPresignedUrl({ body: { filename: "a.webp", contentType: "image/webp" } }));
    expect(webp).toMatchObject({ statusCode: 415, code: "file_type_unsupported" });
    const size = 9 * 1024 * 1024;
    const large = await refusal(
      media.getMediaPresignedUrl({ body: { filename: "a.jpg", contentType: "image/jpg", size } }),
    );
    expect(large).toMatchObject({ statusCode: 413, code: "file_too_large" });
  });
});

test("nothing stays in the folder of files but what has a row", async () => {
  const stored = (await readdir(join(dataDir, "files"), { recursive: true })).filter((name) =>
    /[0-9a-f-]{36}/.test(name),
  );
  const rows = await db.select({ storageKey: uploads.storageKey }).from(uploads);
  expect(stored.sort()).toEqual(rows.map(({ storageKey }) => storageKey).sort());
});

function POSTBACK() {
  return { type: "postback", title: "Yes", payload: "YES" };
}

function TEMPLATE() {
  return { type: "generic", elements: [{ title: "Lamp" }] };
}

function post(body: BodyInit, headers: Record<string, string> = {}) {
  return fetch(`${api.baseURL}/v1/inbox/conversations/${conversationId}/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, ...headers },
    body,
  });
}

function sendForm(
  fields: Record<string, string>,
  bytes: Uint8Array,
  name: string,
  headers: Record<string, string> = {},
) {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append("attachment", new Blob([new Uint8Array(bytes)]), name);
  return post(form, headers);
}

function put(url: string, bytes: Uint8Array) {
  return fetch(url, { method: "PUT", body: new Uint8Array(bytes) });
}

async function program() {
  const [row] = await db.select().from(apiKeys).where(eq(apiKeys.id, keyId));
  return { workspaceId: row?.workspaceId ?? "", apiKeyId: keyId };
}

async function outbox() {
  const rows = await db
    .select()
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.seq));
  return rows.filter(({ direction }) => direction === "outbound");
}

async function arrived() {
  type Thread = { messages: { from: string; kind: string }[] };
  const { messages: all } = await control<Thread>("GET", `/threads?customer=${LENA}`);
  return all.filter(({ from }) => from === "business").map(({ kind }) => kind);
}
