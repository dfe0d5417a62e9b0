import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { instagramAccounts, messages, sendAttempts } from "#db/schema/index.ts";
import { classify, InstagramError } from "#lib/instagram/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { connectThroughSimulator } from "#test/connect.ts";
import { makeConversation } from "#test/factories.ts";
import { bring, listenForInstagram, photo } from "#test/files.ts";
import { control } from "#test/simulator.ts";
import { bodyOf, deliver, wire } from "#test/webhooks.ts";
import { confirmReply } from "./confirm.ts";
import { deliverReplies } from "./delivery.ts";
import { queueReplies, retryReply } from "./replies.ts";
import { settleStaleReply } from "./settle.ts";
import { fateOf } from "./status.ts";

const IG_ID = "17841467203918254";

describe("the outcome table", () => {
  test("never repeats by itself what may have arrived, whatever the code", () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.option(fc.nat(3_000_000), { nil: null }), fc.nat(5), (code, subcode, attempt) => {
        const error = new InstagramError({ ...classify(code, subcode), code, subcode });
        const { status, outcome } = fateOf(error, { attempt: attempt + 1, isTagged: false });
        if (error.kind === "unknown")
          expect({ status, outcome }).toEqual({ status: "unconfirmed", outcome: "unknown" });
        else expect(status).not.toBe("unconfirmed");
        if (status === "queued") expect(["held", "not_sent"]).toContain(outcome);
      }),
    );
    expect(fateOf(new TypeError("a bug"), { attempt: 1, isTagged: false }).status).toBe("unconfirmed");
  });
});

/** What can happen around a send, in any order. */
type Step =
  | { does: "write" | "writeAct" | "deliver" | "echo" | "look" | "stale" | "retry" }
  | { does: "spoil"; fault: Record<string, unknown> };

const FAULTS = [
  { error: "unavailable" },
  { error: "transient" },
  { error: "unknown", accept: true },
  { result: "empty", accept: true },
  { result: "html", accept: true },
  { result: "drop", accept: true },
  { result: "drop" },
];

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Step[]>({ does: "write" }, { does: "writeAct" }) },
  { weight: 3, arbitrary: fc.constant<Step>({ does: "deliver" }) },
  { weight: 3, arbitrary: fc.constantFrom(...FAULTS).map((fault): Step => ({ does: "spoil", fault })) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Step[]>({ does: "echo" }, { does: "look" }, { does: "stale" }, { does: "retry" }),
  },
);

let member: Member;
let picture: Buffer;

beforeAll(async () => {
  await listenForInstagram();
  picture = await photo();
  ({ member } = await connectThroughSimulator());
});

test("in any course of events a reply is accepted once unless a person asked again, and says the truth", {
  timeout: 120_000,
}, async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), play), { numRuns: 25 });
});

/** One course of events with a customer of its own, then everything settled, then the truth compared with the ledger. */
async function play(steps: Step[]): Promise<void> {
  const { conversationId, igsid } = await meetCustomer();
  const asked = new Map<string, number>();
  for (const one of steps) await take(one, conversationId, igsid, asked);
  await control("DELETE", "/faults");
  for (const reply of await replies(conversationId)) {
    if (reply.status === "unconfirmed")
      for (const look of [0, 1, 2]) await confirmReply(reply.id, reply.attempts, look);
  }
  await deliverReplies(conversationId);
  await tellEchoes(igsid);

  const accepted = await listAccepted(igsid, conversationId);
  for (const { id, text, attachments, status } of await replies(conversationId)) {
    const times = accepted.filter((one) => one === (text ?? attachments[0]?.uploadId)).length;
    expect(times, `accepts of a reply that is ${status}`).toBeLessThanOrEqual(1 + (asked.get(id) ?? 0));
    if (status === "sent") expect(times).toBeGreaterThanOrEqual(1);
    if (status === "failed") expect(times).toBe(0);
    if (status === "unconfirmed") expect(times).toBe(0);
  }
  const all = await db.select().from(messages).where(eq(messages.conversationId, conversationId));
  expect(all.filter(({ origin }) => origin === "instagram_app").length).toBe(
    accepted.length - all.filter(({ origin, mid }) => origin === "antwort" && mid).length,
  );
}

async function take(one: Step, conversationId: string, igsid: string, asked: Map<string, number>): Promise<void> {
  const current = await replies(conversationId);
  if (one.does === "write") {
    const messageId = randomUUID();
    await queueReplies(member, { conversationId, parts: [{ messageId, text: `Reply ${messageId}` }] });
  }
  if (one.does === "writeAct") {
    const upload = await bring(member, picture);
    const parts = [
      { messageId: randomUUID(), text: `Look ${upload.id}` },
      { messageId: randomUUID(), uploadIds: [upload.id] },
    ];
    await queueReplies(member, { conversationId, actId: randomUUID(), parts });
  }
  if (one.does === "spoil") {
    await control("POST", "/faults", { match: { endpoint: "messages", recipient: igsid }, ...one.fault });
  }
  if (one.does === "deliver") await Promise.all([deliverReplies(conversationId), deliverReplies(conversationId)]);
  if (one.does === "echo") await tellEchoes(igsid);
  for (const reply of current) {
    if (one.does === "look") await confirmReply(reply.id, reply.attempts, 0);
    if (one.does === "stale") await settleStaleReply(reply.id, reply.attempts);
    if (one.does === "retry" && (reply.status === "failed" || reply.status === "unconfirmed")) {
      if (reply.status === "unconfirmed") asked.set(reply.id, (asked.get(reply.id) ?? 0) + 1);
      await retryReply(member, { messageId: reply.id });
    }
  }
}

async function meetCustomer() {
  const username = `guest_${randomUUID().slice(0, 8)}`;
  await control("POST", "/customers", { username, name: "Guest" });
  const { igsid } = await control<{ igsid: string }>("POST", `/customers/${username}/messages`, {
    account: IG_ID,
    text: "Hello",
  });
  const [account] = await db
    .select()
    .from(instagramAccounts)
    .where(eq(instagramAccounts.workspaceId, member.workspaceId));
  if (!account) throw new Error("no account");
  const { id } = await makeConversation(account, { igsid });
  return { conversationId: id, igsid };
}

/** Instagram tells every accepted send back; telling it again and again changes nothing. */
async function tellEchoes(igsid: string): Promise<void> {
  const { raw } = wire(IG_ID, igsid, 0);
  const echoes = (await listSent(igsid)).map(({ mid, at, text, kind }) => ({
    ...raw(at / 1_000, {
      message: { mid, is_echo: true, ...(text ? { text } : { attachments: [{ type: kind, payload: {} }] }) },
    }),
    sender: { id: IG_ID },
    recipient: { id: igsid },
  }));
  if (echoes.length > 0) await deliver(bodyOf(IG_ID, echoes));
}

type Sent = { from: string; mid: string; at: number; kind: string; text: string | null };

async function listSent(igsid: string): Promise<Sent[]> {
  const { messages: all } = await control<{ messages: Sent[] }>("GET", `/threads?customer=${igsid}`);
  return all.filter(({ from }) => from === "business");
}

/** What Instagram took, by its words or by the file it fetched for it. */
async function listAccepted(igsid: string, conversationId: string): Promise<string[]> {
  const sent = await listSent(igsid);
  const carried = (await replies(conversationId)).flatMap(({ attachments }) => attachments);
  const own = new Set(carried.map(({ uploadId }) => uploadId));
  const fetched = (await control<{ url: string; status: number }[]>("GET", "/fetches"))
    .filter(({ status }) => status === 200)
    .map(({ url }) => new URL(url).pathname.slice("/api/files/".length, -".jpg".length));
  return [...sent.flatMap(({ text }) => text ?? []), ...fetched.filter((id) => own.has(id))];
}

function replies(conversationId: string) {
  return db
    .select()
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.seq))
    .then((rows) => rows.filter(({ origin }) => origin === "antwort"));
}

test("every attempt stands in the ledger of attempts, finished", async () => {
  const unfinished = (await db.select().from(sendAttempts)).filter(({ finishedAt }) => finishedAt === null);
  expect(unfinished).toEqual([]);
});
