import "#test/database.ts";
import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { contacts } from "#db/schema/index.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, serveApi } from "#test/api.ts";
import { IG_ID, LENA, openApiInbox } from "#test/api-inbox.ts";
import { animation, listenForInstagram } from "#test/files.ts";
import { calls, control } from "#test/simulator.ts";
import { bodyOf, deliver, wire } from "#test/webhooks.ts";

/**
 * The calls of Zernio's own inbox application (github.com/zernio-dev/unified-inbox), as its server makes them: paths, parameters
 * and bodies are its own, and so are the fields looked at, which its screens live on.
 */
const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);
beforeAll(listenForInstagram);

let key: string;
let accountId: string;
let conversationId: string;
let mid: string;

beforeEach(async () => {
  ({ key, accountId, conversationId, mid } = await openApiInbox());
});

// biome-ignore lint/suspicious/noExplicitAny: the application types nothing either; what is used of it is compared below.
type Body = any;

async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; headers: Headers; body: Body }> {
  const headers = new Headers(init.headers);
  headers.set("Authorization", `Bearer ${key}`);
  const response = await fetch(`${api.baseURL}${path}`, { ...init, headers, cache: "no-store" });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const send = (method: string, path: string, body: object) =>
  ask(path, { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } });

const thread = () => `/v1/inbox/conversations/${encodeURIComponent(conversationId)}`;

/** Newest last, as the application turns them. */
async function readThread(): Promise<Body[]> {
  const query = new URLSearchParams({ accountId, sortOrder: "desc", limit: "100" });
  const { body } = await ask(`${thread()}/messages?${query}`);
  expect(body.pagination).toEqual({ hasMore: false, nextCursor: null });
  return [...body.messages].reverse();
}

test("it finds the accounts to choose from, by profile", async () => {
  const [{ body: accounts }, { body: profiles }] = [await ask("/v1/accounts"), await ask("/v1/profiles")];
  const [account] = accounts.accounts;
  expect(account).toMatchObject({ _id: accountId, platform: "instagram", username: "brassmoonstudio", isActive: true });
  expect(account.enabled).not.toBe(false);
  expect(profiles.profiles).toMatchObject([{ _id: account.profileId, name: expect.any(String), isDefault: true }]);
});

test("it lists, pages and narrows the conversations, and clears what is unread", async () => {
  const { body } = await ask("/v1/inbox/conversations?sortOrder=desc&limit=100");
  expect(body).toMatchObject({
    data: [
      {
        id: conversationId,
        accountId,
        platform: "instagram",
        participantId: LENA,
        participantName: expect.any(String),
        lastMessage: "Is it still there?",
        updatedTime: expect.any(String),
        status: "active",
        unreadCount: 1,
      },
    ],
    pagination: { hasMore: false, nextCursor: null },
    meta: { failedAccounts: [] },
  });
  await deliver(bodyOf(IG_ID, [wire(IG_ID, "822960147735094", Date.now()).message(0, "second", "Me too")]));
  const first = await ask(`/v1/inbox/conversations?sortOrder=desc&limit=1&platform=instagram&accountId=${accountId}`);
  const { nextCursor } = first.body.pagination;
  const rest = await ask(`/v1/inbox/conversations?sortOrder=desc&limit=1&cursor=${encodeURIComponent(nextCursor)}`);
  expect([first, rest].map((page) => page.body.data[0].lastMessage)).toEqual(["Me too", "Is it still there?"]);
  expect((await ask("/v1/inbox/conversations?sortOrder=asc&limit=100&platform=whatsapp")).body.data).toEqual([]);

  expect((await send("POST", `${thread()}/read`, { accountId })).status).toBe(200);
  const { body: read } = await ask(`${thread()}?accountId=${accountId}`);
  expect(read.data.unreadCount).toBe(0);
  expect((await send("PUT", thread(), { accountId, status: "archived" })).status).toBe(200);
  expect((await ask("/v1/inbox/conversations?status=archived&limit=100")).body.data).toHaveLength(1);
});

test("it opens a thread, answers with words and a file, and shows how far they are", async () => {
  expect((await send("POST", `${thread()}/typing`, { accountId })).status).toBe(200);
  expect(
    (await send("POST", `${thread()}/messages`, { accountId, message: "Yes, come by", replyTo: mid })).status,
  ).toBe(200);

  const form = new FormData();
  form.append("accountId", accountId);
  form.append("message", "This one");
  form.append("attachment", new File([new Uint8Array(animation)], "wave.gif", { type: "image/gif" }));
  const whole = new Request("http://localhost/", { method: "POST", body: form });
  // The application hands the browser's body on while it comes, so nobody knows its length.
  const streamed = {
    method: "POST",
    headers: { "content-type": whole.headers.get("content-type") ?? "" },
    body: Readable.toWeb(Readable.from(whole.body ?? [])) as ReadableStream,
    duplex: "half",
  } as RequestInit;
  expect((await ask(`${thread()}/messages`, streamed)).status).toBe(200);

  const shown = await readThread();
  expect(shown.map(({ direction, message, deliveryStatus }) => [direction, message, deliveryStatus])).toEqual([
    ["incoming", "Is it still there?", null],
    ["outgoing", "Yes, come by", "sent"],
    ["outgoing", "", "sent"],
    ["outgoing", "This one", "sent"],
  ]);
  expect(shown[1].metadata.quotedMessageId).toBe(shown[0].id);
  expect(Math.abs(Date.now() - Date.parse(shown[1].createdAt))).toBeLessThan(120_000);
  expect(shown[2].attachments).toMatchObject([{ type: "image", url: expect.stringMatching(/^https?:/) }]);
  const ledger = await control<{ accepted: boolean; kind: string; text: string | null }[]>("GET", "/ledger");
  const sends = ledger.filter(({ accepted, kind }) => accepted && kind !== "typing_on");
  expect(sends.map(({ text }) => text)).toEqual(["Yes, come by", null, "This one"]);
});

test("it reacts and takes back, and is told plainly what Instagram cannot do", async () => {
  const message = `${thread()}/messages/${encodeURIComponent(mid)}`;
  expect((await send("POST", `${message}/reactions`, { accountId, emoji: "❤️" })).status).toBe(200);
  expect((await readThread())[0].reactions).toMatchObject([{ emoji: "❤️", fromMe: true }]);
  expect((await ask(`${message}/reactions?accountId=${accountId}`, { method: "DELETE" })).status).toBe(200);
  expect((await readThread())[0].reactions).toEqual([]);
  for (const refused of [
    await send("PATCH", message, { accountId, text: "No" }),
    await ask(`${message}?accountId=${accountId}`, { method: "DELETE" }),
  ]) {
    expect([refused.status, refused.body]).toMatchObject([400, { error: expect.stringMatching(/^Instagram lets/) }]);
  }
  expect(await calls("messages")).toHaveLength(2);
});

test("it shows which button was tapped", async () => {
  await deliver(bodyOf(IG_ID, [wire(IG_ID, LENA, Date.now()).postback(1, "tapped", "Opening hours")]));
  expect((await readThread()).at(-1)).toMatchObject({
    metadata: { postbackPayload: "OPENING HOURS", postbackTitle: "Opening hours" },
  });
});

test("it begins anew with somebody who wrote, and learns why it cannot with others", async () => {
  await db.update(contacts).set({ username: "lena.wirth.foto" }).where(eq(contacts.igsid, LENA));
  const body = { accountId, participantUsername: "lena.wirth.foto", message: "One more thing" };
  const begun = await send("POST", "/v1/inbox/conversations", body);
  expect(begun.body).toMatchObject({ success: true, data: { conversationId, participantName: expect.any(String) } });
  const refused = await send("POST", "/v1/inbox/conversations", { ...body, participantUsername: "nobody" });
  expect([refused.status, refused.body.error]).toEqual([400, expect.stringContaining("has to write first")]);
});

test("a wrong key leads to its set-up screen, too many requests to its pause", async () => {
  const limits = (await ask("/v1/accounts")).headers;
  for (const name of ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"]) {
    expect([name, Number(limits.get(name)) > 0]).toEqual([name, true]);
  }
  key = "ak_live_of_nobody";
  expect(await ask("/v1/accounts")).toMatchObject({ status: 401, body: { error: expect.any(String) } });
});
