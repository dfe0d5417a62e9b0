import "#test/database.ts";
import { createHash, randomUUID } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import sharp from "sharp";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { conversations, instagramAccounts, messages, sendAttempts, uploads } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { getFile } from "#lib/files/storage.ts";
import type { Member } from "#lib/members/member.ts";
import { connectThroughSimulator } from "#test/connect.ts";
import { makeAccount, makeAttempt, makeConversation, makeMember } from "#test/factories.ts";
import { bring, film, listenForInstagram, pdf, photo, voice } from "#test/files.ts";
import { openMailbox } from "#test/mailbox.ts";
import { control } from "#test/simulator.ts";
import { deliver } from "#test/webhooks.ts";
import { confirmReply } from "./confirm.ts";
import { deliverReplies } from "./delivery.ts";
import { listMessagesById } from "./message-queries.ts";
import { queueReplies } from "./replies.ts";
import { settleSent } from "./settle.ts";
import { type RepliesInput, storeReplies } from "./store-replies.ts";
import { discardReply } from "./take-back.ts";
import type { Message } from "./threads.ts";

const LENA = "1284407719365528";
const IG_ID = "17841467203918254";

const mailbox = await openMailbox();
let member: Member;
let conversationId: string;

beforeAll(listenForInstagram);

beforeEach(async () => {
  await control("POST", "/reset");
  await mailbox.subscribe();
  ({ member } = await connectThroughSimulator());
  await control("POST", `/customers/${LENA}/messages`, { account: IG_ID, text: "Is it still there?" });
  for (const body of await mailbox.take()) await deliver(body);
  const [conversation] = await db
    .select({ id: conversations.id })
    .from(conversations)
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, conversations.instagramAccountId))
    .where(eq(instagramAccounts.workspaceId, member.workspaceId));
  conversationId = conversation?.id ?? "";
});

describe("a photo", () => {
  test("is fetched by Instagram through its link, without what it told of its place", async () => {
    const upload = await bring(member, await photo(), "Regal.jpg");
    await send([{ uploadIds: [upload.id] }]);
    await deliverReplies(conversationId);

    const [fetched] = await control<Fetch[]>("GET", "/fetches");
    const stored = Buffer.from(await new Response(await getFile(upload.storageKey)).arrayBuffer());
    expect(fetched).toMatchObject({ status: 200, sha256: createHash("sha256").update(stored).digest("hex") });
    expect(fetched?.url).toContain(`/api/files/${upload.id}.jpg?`);
    expect((await sharp(stored).metadata()).exif).toBeUndefined();
    expect(await outbox()).toMatchObject([{ status: "sent", text: null, outgoing: { type: "image" } }]);
    expect(await ledger()).toMatchObject([{ accepted: true, kind: "image" }]);
  });

  test("stands in its bubble at once, and stays ours when Instagram tells it back", async () => {
    const upload = await bring(member, await photo(), "Regal.jpg");
    const [shown] = await send([{ uploadIds: [upload.id] }]);
    const mediaPath = `/api/inbox/uploads/${upload.id}`;
    expect(shown?.attachments).toMatchObject([{ type: "image", width: 40, height: 60, title: "Regal.jpg", mediaPath }]);
    await deliverReplies(conversationId);
    for (const body of await mailbox.take()) await deliver(body);
    for (const body of await mailbox.take()) await deliver(body);

    const [sent, ...others] = await outbox();
    expect(others).toEqual([]);
    expect(sent?.attachments).toMatchObject([{ uploadId: upload.id, url: expect.stringContaining("asset_id=") }]);
    const [told] = await listMessagesById(member, [sent?.id ?? ""]);
    expect(told?.attachments).toMatchObject([{ mediaPath, title: "Regal.jpg" }]);
  });

  test("whose echo comes before the answer is one message", async () => {
    const upload = await bring(member, await photo());
    await send([{ uploadIds: [upload.id] }]);
    await control("PATCH", "/webhooks", { echo: "before" });
    await control("POST", "/faults", { match: { endpoint: "messages" }, accept: true, error: "unknown" });
    await deliverReplies(conversationId);
    const [waiting] = await outbox();
    expect(waiting).toMatchObject({ status: "unconfirmed" });
    for (const body of await mailbox.take()) await deliver(body);

    const [sent, ...others] = await outbox();
    expect([sent?.status, sent?.id, others]).toEqual(["sent", waiting?.id, []]);
    await settleSent(IG_ID, waiting as Message, sent?.mid ?? "");
    expect(await outbox()).toEqual([sent]);
  });

  test("of which nobody knows whether it arrived is found by a look, and never sent again", async () => {
    const upload = await bring(member, await photo());
    const [shown] = await send([{ uploadIds: [upload.id] }]);
    await control("PATCH", "/webhooks", { echo: "missing" });
    await control("POST", "/faults", { match: { endpoint: "messages" }, accept: true, result: "drop" });
    await deliverReplies(conversationId);
    expect(await outbox()).toMatchObject([{ status: "unconfirmed" }]);
    await confirmReply(shown?.id ?? "", 1, 0);
    expect(await outbox()).toMatchObject([{ status: "sent" }]);
    expect(await ledger()).toHaveLength(1);
  });

  test("that Instagram cannot fetch is tried once more, then fails with the reason", async () => {
    const { APP_URL } = env();
    env().APP_URL = "http://127.0.0.1:1";
    const upload = await bring(member, await photo());
    await send([{ uploadIds: [upload.id] }]);
    await deliverReplies(conversationId);
    expect(await outbox()).toMatchObject([{ status: "queued", attempts: 1 }]);
    await db.update(sendAttempts).set({ finishedAt: new Date(Date.now() - 60_000) });
    await deliverReplies(conversationId);
    env().APP_URL = APP_URL;
    expect(await outbox()).toMatchObject([{ status: "failed", failure: { reason: "media_unfetchable", code: 100 } }]);
  });
});

describe("everything Instagram takes goes out as what it is:", () => {
  const button = { type: "web_url", title: "Shop", url: "https://brassmoonstudio.example/" } as const;
  const outgoing: [string, Extract<RepliesInput["parts"][number], { outgoing: unknown }>["outgoing"], object][] = [
    ["like_heart", { type: "heart" }, [{ type: "heart" }]],
    ["quick_replies", { type: "text", text: "Oak?", quickReplies: [{ title: "Yes", payload: "YES" }] }, []],
    [
      "template",
      { type: "generic_template", elements: [{ title: "Lamp", subtitle: "Brass", buttons: [button] }] },
      [{ type: "template", template: [{ title: "Lamp", subtitle: "Brass" }] }],
    ],
    [
      "template",
      { type: "button_template", text: "Where?", buttons: [{ type: "postback", title: "Here", payload: "HERE" }] },
      [{ type: "template", template: [{ title: "Where?", buttons: [{ title: "Here", payload: "HERE" }] }] }],
    ],
  ];

  test.each(outgoing)("%s", async (kind, what, attachments) => {
    await storeReplies(member, { conversationId, parts: [{ messageId: randomUUID(), outgoing: what }] });
    await deliverAndHear();
    expect(await outbox()).toMatchObject([{ status: "sent", attachments }]);
    expect(await arrived()).toEqual([kind]);
  });

  test("a post of one's own", async () => {
    const [post] = await control<{ posts: { id: string }[] }>("GET", `/accounts/${IG_ID}`).then(({ posts }) => posts);
    const what = { type: "post", mediaId: post?.id ?? "" } as const;
    await storeReplies(member, { conversationId, parts: [{ messageId: randomUUID(), outgoing: what }] });
    await deliverAndHear();
    expect(await outbox()).toMatchObject([{ status: "sent", attachments: [{ type: "post", mediaId: post?.id }] }]);
  });

  test("film, sound and a PDF", async () => {
    const files = [await bring(member, film), await bring(member, voice), await bring(member, pdf, "Plan.pdf")];
    await send(files.map(({ id }) => ({ uploadIds: [id] })));
    await deliverAndHear();
    expect((await ledger()).map(({ accepted, kind }) => [accepted, kind])).toEqual([
      [true, "video"],
      [true, "audio"],
      [true, "file"],
    ]);
    expect((await outbox()).map(({ attachments: [one] }) => [one?.uploadId, one?.url !== null])).toEqual(
      files.map(({ id }) => [id, true]),
    );
  });

  test("several images as one message, and nothing else together", async () => {
    const images = await Promise.all([1, 2, 3].map(async () => (await bring(member, await photo())).id));
    await send([{ uploadIds: images }]);
    await deliverAndHear();
    expect(await arrived()).toEqual(["images"]);
    expect((await outbox()).map(({ attachments }) => attachments.map(({ uploadId }) => uploadId))).toEqual([images]);
    const mixed = [(await bring(member, await photo())).id, (await bring(member, pdf)).id];
    await expect(send([{ uploadIds: mixed }])).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("a photo between one and seven days, as a person", async () => {
    env().HUMAN_AGENT = "on";
    await control("PATCH", "/app", { human_agent: true });
    await control("POST", "/window", { customer: LENA, open: false });
    await db.update(conversations).set({ lastInboundAt: new Date(Date.now() - 25 * 3_600_000) });
    try {
      const upload = await bring(member, await photo());
      await send([{ uploadIds: [upload.id] }], { humanAgent: true });
      await deliverReplies(conversationId);
    } finally {
      env().HUMAN_AGENT = "off";
    }
    expect(await outbox()).toMatchObject([{ status: "sent", tag: "HUMAN_AGENT" }]);
  });
});

test("an answer after 24 hours fails with its reason where the app lacks the feature, and stops nothing else", async () => {
  env().HUMAN_AGENT = "on";
  await control("PATCH", "/app", { human_agent: false });
  await control("POST", "/window", { customer: LENA, open: false });
  await db.update(conversations).set({ lastInboundAt: new Date(Date.now() - 25 * 3_600_000) });
  try {
    await send([{ text: "Sorry, it took us a while." }], { humanAgent: true });
    await deliverReplies(conversationId);
  } finally {
    env().HUMAN_AGENT = "off";
  }
  expect(await outbox()).toMatchObject([{ status: "failed", failure: { reason: "human_agent_missing", code: 10 } }]);
  const [account] = await db.select().from(instagramAccounts);
  expect(account?.problem).toBeNull();
});

describe("text and files sent at once", () => {
  test("go out in order, each with a state of its own, also when one is refused", async () => {
    const [image, document] = [await bring(member, await photo()), await bring(member, pdf)];
    await control("POST", "/faults", { match: { endpoint: "messages", kind: "image" }, error: "too_large" });
    const actId = randomUUID();
    await send([{ text: "Look:" }, { uploadIds: [image.id] }, { uploadIds: [document.id] }], { actId });
    await Promise.all([deliverReplies(conversationId), deliverReplies(conversationId)]);
    expect((await outbox()).map((one) => [one.actId, one.status, one.failure?.reason ?? null])).toEqual([
      [actId, "sent", null],
      [actId, "failed", "media_too_large"],
      [actId, "sent", null],
    ]);
    expect((await ledger()).map(({ kind }) => kind)).toEqual(["text", "image", "file"]);
  });

  test("are stored once, however often they are handed over, and quote with the first alone", async () => {
    const image = await bring(member, await photo());
    const [quoted] = await db.select().from(messages).where(eq(messages.conversationId, conversationId));
    const parts = [
      { messageId: randomUUID(), text: "Look:" },
      { messageId: randomUUID(), uploadIds: [image.id] },
    ];
    const input = { conversationId, parts, actId: randomUUID(), replyToMid: quoted?.mid ?? "" };
    const answers = await Promise.all([1, 2, 3].map(() => queueReplies(member, input)));
    for (const answer of answers) expect(answer.map(({ id }) => id)).toEqual(parts.map(({ messageId }) => messageId));
    await deliverReplies(conversationId);
    expect(await ledger()).toHaveLength(2);
    expect((await outbox()).map(({ replyToMid }) => replyToMid)).toEqual([quoted?.mid, null]);
  });

  test("are stored whole or not at all", async () => {
    const parts = [{ text: "Look:" }, { uploadIds: [randomUUID()] }];
    await expect(send(parts)).rejects.toMatchObject({ code: "not_found" });
    expect(await outbox()).toEqual([]);
    await expect(send([{ text: "x" }], { replyToMid: "no such message" })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a file", () => {
  test("of somebody else is not found, and none goes out twice", async () => {
    const stranger = await makeMember();
    const colleague = await makeMember({ workspaceId: member.workspaceId });
    for (const other of [stranger, colleague]) {
      const upload = await bring(other, pdf);
      await expect(send([{ uploadIds: [upload.id] }])).rejects.toMatchObject({ code: "not_found" });
    }
    const own = await bring(member, pdf);
    await send([{ uploadIds: [own.id] }]);
    await expect(send([{ uploadIds: [own.id] }])).rejects.toMatchObject({ code: "not_found" });
  });

  test("whose reply is taken back may go out with another one", async () => {
    const upload = await bring(member, pdf);
    const [reply] = await send([{ uploadIds: [upload.id] }], { undoMs: 5_000 });
    await discardReply(member, { messageId: reply?.id ?? "" });
    expect(await db.select().from(uploads).where(eq(uploads.id, upload.id))).toMatchObject([{ messageId: null }]);
    await send([{ uploadIds: [upload.id] }]);
    await deliverReplies(conversationId);
    expect(await outbox()).toMatchObject([{ status: "sent" }]);
  });
});

test("what may still be taken back does not leave before its time, and holds back what was written after it", async () => {
  await send([{ text: "Too soon?" }], { undoMs: 30_000 });
  await send([{ text: "After" }]);
  await deliverReplies(conversationId);
  expect(await outbox()).toMatchObject([{ status: "queued", attempts: 0 }, { status: "queued" }]);
  expect(await ledger()).toEqual([]);
  await db.update(messages).set({ sendAfter: new Date(Date.now() - 1) });
  await deliverReplies(conversationId);
  expect((await ledger()).map(({ text }) => text)).toEqual(["Too soon?", "After"]);
});

describe("of two photos one of which nobody knows about", () => {
  test("the echo tells the one that was being sent when Instagram took it", async () => {
    const { first, second } = await twoPhotos();
    await tell("late", 1_000);
    expect(await outbox()).toMatchObject([
      { id: first.id, status: "sent", mid: "late" },
      { id: second.id, status: "sending", mid: null },
    ]);
    await tell("own", 131_000);
    expect(await outbox()).toMatchObject([{ mid: "late" }, { id: second.id, status: "sent", mid: "own" }]);
  });

  test("and the answer takes back what an echo was mistaken for", async () => {
    const { first, second } = await twoPhotos();
    await db
      .update(messages)
      .set({ mid: "own", status: "sent", reactions: [REACTION] })
      .where(eq(messages.id, first.id));
    await settleSent(IG_ID, second, "own");
    await settleSent(IG_ID, second, "own");
    expect(await outbox()).toMatchObject([
      { id: first.id, status: "unconfirmed", mid: null, reactions: [], failure: { reason: "no_answer" } },
      { id: second.id, status: "sent", mid: "own", reactions: [REACTION] },
    ]);
    await tell("later", 1_000);
    expect(await outbox()).toMatchObject([{ id: first.id, status: "sent", mid: "later" }, { mid: "own" }]);
  });

  const REACTION = { by: "contact" as const, emoji: "❤️", at: "2026-11-22T10:00:00.000Z" };
  let began: Date;

  /** The first was tried 130 s before the second, which is on its way. */
  async function twoPhotos() {
    began = new Date();
    for (const _ of [1, 2]) await send([{ uploadIds: [(await bring(member, await photo())).id] }]);
    const [first, second] = await outbox();
    if (!first || !second) throw new Error("no replies");
    await db.update(messages).set({ status: "unconfirmed", attempts: 1 }).where(eq(messages.id, first.id));
    await db.update(messages).set({ status: "sending", attempts: 1 }).where(eq(messages.id, second.id));
    await makeAttempt(first, began);
    await makeAttempt(second, new Date(began.getTime() + 130_000));
    return { first, second: { ...second, status: "sending" as const, attempts: 1 } };
  }

  async function tell(mid: string, afterMs: number) {
    const message = {
      mid,
      is_echo: true,
      attachments: [{ type: "image", payload: { url: `https://cdn.test/${mid}` } }],
    };
    const parties = { sender: { id: IG_ID }, recipient: { id: LENA } };
    const event = { ...parties, timestamp: began.getTime() + afterMs, message };
    const entry = [{ id: IG_ID, time: Date.now(), messaging: [event] }];
    await deliver(Buffer.from(JSON.stringify({ object: "instagram", entry })));
  }
});

test("nobody sends into a conversation of another workspace", async () => {
  const { id } = await makeConversation(await makeAccount());
  const upload = await bring(member, pdf);
  const parts = [{ messageId: randomUUID(), uploadIds: [upload.id] }];
  await expect(queueReplies(member, { conversationId: id, parts })).rejects.toMatchObject({ code: "not_found" });
});

type Part = { text?: string; uploadIds?: string[]; heart?: true };

function send(parts: Part[], rest: Partial<Parameters<typeof queueReplies>[1]> = {}) {
  const named = parts.map((part) => ({ messageId: randomUUID(), ...part }));
  return queueReplies(member, { conversationId, ...rest, parts: named });
}

async function deliverAndHear() {
  await deliverReplies(conversationId);
  for (const body of await mailbox.take()) await deliver(body);
}

async function outbox() {
  const rows = await db
    .select()
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.seq));
  return rows.filter(({ direction }) => direction === "outbound");
}

/** By kind, in the order they stand in the customer's thread. */
async function arrived() {
  const { messages: all } = await control<{ messages: { from: string; kind: string }[] }>(
    "GET",
    `/threads?customer=${LENA}`,
  );
  return all.filter(({ from }) => from === "business").map(({ kind }) => kind);
}

type Fetch = { url: string; status: number; sha256: string };
type Send = { accepted: boolean; mid: string | null; text: string | null; kind: string };

function ledger(): Promise<Send[]> {
  return control("GET", "/ledger");
}
