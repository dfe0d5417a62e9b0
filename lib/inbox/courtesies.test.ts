import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { conversations, instagramAccounts, messages } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { connectThroughSimulator } from "#test/connect.ts";
import { makeMember } from "#test/factories.ts";
import { openMailbox } from "#test/mailbox.ts";
import { calls, control } from "#test/simulator.ts";
import { deliver } from "#test/webhooks.ts";
import { confirmReply } from "./confirm.ts";
import { markRead } from "./conversations.ts";
import { deliverReplies } from "./delivery.ts";
import { markConversationRead } from "./program-reads.ts";
import { reactAsMember } from "./reactions.ts";
import { queueReplies } from "./replies.ts";
import { getSeenPolicy, markSeen, type SeenPolicy, setSeenPolicy } from "./seen.ts";
import { tellTyping } from "./typing.ts";

const LENA = "1284407719365528";
const IG_ID = "17841467203918254";

const mailbox = await openMailbox();
let member: Member;
let conversationId: string;
let messageId: string;

beforeEach(async () => {
  await control("POST", "/reset");
  await mailbox.subscribe();
  ({ member } = await connectThroughSimulator());
  await control("POST", `/customers/${LENA}/messages`, { account: IG_ID, text: "Is it still there?" });
  for (const body of await mailbox.take()) await deliver(body);
  const [conversation] = await db
    .select({ id: conversations.id, lastMessageId: conversations.lastMessageId })
    .from(conversations)
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, conversations.instagramAccountId))
    .where(eq(instagramAccounts.workspaceId, member.workspaceId));
  conversationId = conversation?.id ?? "";
  messageId = conversation?.lastMessageId ?? "";
});

describe("a member's reaction", () => {
  test("stands once Instagram has it, is replaced and taken back", async () => {
    expect(await reactAsMember(member, { messageId, emoji: "❤️" })).toMatchObject({ reactions: [{ emoji: "❤️" }] });
    expect(await theirs()).toMatchObject([{ by: "business", emoji: "❤️" }]);
    await reactAsMember(member, { messageId, emoji: "👍" });
    expect(await theirs()).toMatchObject([{ emoji: "👍" }]);
    expect(await reactAsMember(member, { messageId, emoji: null })).toMatchObject({ reactions: [{ emoji: null }] });
    expect(await theirs()).toEqual([]);
  });

  test("that Instagram refuses stands nowhere, and the reason is told", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "unavailable" });
    await expect(reactAsMember(member, { messageId, emoji: "❤️" })).rejects.toMatchObject({
      code: "instagram_refused",
      values: { reason: "person_unavailable" },
    });
    expect(await stored()).toEqual([]);
  });

  test("is refused outside the window before any call, and to whoever may not see the message", async () => {
    const stranger = await makeMember();
    const confined = { ...(await makeMember({ workspaceId: member.workspaceId })), accountIds: [randomUUID()] };
    for (const other of [stranger, confined]) {
      await expect(reactAsMember(other, { messageId, emoji: "❤️" })).rejects.toMatchObject({ code: "not_found" });
    }
    await db.update(conversations).set({ lastInboundAt: new Date(Date.now() - 25 * 3_600_000) });
    await expect(reactAsMember(member, { messageId, emoji: "❤️" })).rejects.toMatchObject({ code: "window_closed" });
    expect(await calls("messages")).toEqual([]);
  });

  async function theirs() {
    const thread = await control<{ messages: { reactions: unknown[] }[] }>("GET", `/threads?customer=${LENA}`);
    return thread.messages[0]?.reactions;
  }

  async function stored() {
    const [message] = await db.select().from(messages).where(eq(messages.id, messageId));
    return message?.reactions;
  }
});

describe("typing", () => {
  test("is told once in a while, however many keys are struck by however many", async () => {
    const colleague = await makeMember({ workspaceId: member.workspaceId });
    await Promise.all([1, 2, 3].map(() => tellTyping(member, { conversationId })));
    await tellTyping(colleague, { conversationId });
    expect(await calls("messages")).toHaveLength(1);
  });

  test("is nobody else's, and nothing is told when nobody may write", async () => {
    await expect(tellTyping(await makeMember(), { conversationId })).rejects.toMatchObject({ code: "not_found" });
    await db.update(conversations).set({ lastInboundAt: new Date(Date.now() - 25 * 3_600_000) });
    expect(await tellTyping(member, { conversationId })).toBe(false);
    expect(await calls("messages")).toEqual([]);
  });
});

describe("that their messages were seen, customers are told", () => {
  test.each<[SeenPolicy | "by default", "open" | "reply", number]>([
    ["by default", "open", 0],
    ["by default", "reply", 1],
    ["on_open", "open", 1],
    ["on_open", "reply", 1],
    ["on_reply", "open", 0],
    ["on_reply", "reply", 1],
    ["never", "open", 0],
    ["never", "reply", 0],
  ])("%s at an %s: %i", async (policy, act, expected) => {
    if (policy !== "by default") await setSeenPolicy(member, { seenPolicy: policy });
    expect(await getSeenPolicy(member)).toBe(policy === "by default" ? "on_reply" : policy);
    if (act === "reply") {
      await queueReplies(member, { conversationId, parts: [{ messageId: randomUUID(), text: "Yes!" }] });
      await deliverReplies(conversationId);
    } else {
      const throughSeq = Number.MAX_SAFE_INTEGER;
      await markRead(member, { conversationId, throughSeq });
      await markRead(member, { conversationId, throughSeq });
    }
    expect(await waiting()).toBe(expected);
  });

  test("by a reply whose send was answered with nothing, once its echo confirms it, and once only", async () => {
    await control("POST", "/faults", { match: { endpoint: "messages" }, accept: true, result: "drop" });
    await queueReplies(member, { conversationId, parts: [{ messageId: randomUUID(), text: "Yes!" }] });
    await deliverReplies(conversationId);
    expect(await waiting()).toBe(0);
    const echoes = await mailbox.take();
    for (const body of echoes) await deliver(body);
    const isReply = and(eq(messages.conversationId, conversationId), eq(messages.direction, "outbound"));
    const [reply] = await db.select().from(messages).where(isReply);
    expect(reply?.status).toBe("sent");
    expect(await waiting()).toBe(1);

    await db.execute(sql`delete from graphile_worker._private_jobs`);
    for (const body of echoes) await deliver(Buffer.from(`${body} `));
    await confirmReply(reply?.id ?? "", reply?.attempts ?? 0, 0);
    expect(await waiting()).toBe(0);
  });

  test("by nothing that a customer wrote more after: no late confirmation of a reply, no look at what stood before", async () => {
    await setSeenPolicy(member, { seenPolicy: "on_open" });
    const [first] = await db.select({ seq: messages.seq }).from(messages).where(eq(messages.id, messageId));
    await control("POST", "/faults", { match: { endpoint: "messages" }, accept: true, result: "drop" });
    await queueReplies(member, { conversationId, parts: [{ messageId: randomUUID(), text: "Yes!" }] });
    await deliverReplies(conversationId);
    const echoes = await mailbox.take();
    await control("POST", `/customers/${LENA}/messages`, { account: IG_ID, text: "Which one?" });
    for (const body of await mailbox.take()) await deliver(body);
    for (const body of echoes) await deliver(body);
    await markRead(member, { conversationId, throughSeq: first?.seq ?? 0 });
    const rows = await db.select({ status: messages.status }).from(messages).where(eq(messages.text, "Yes!"));
    expect(rows.map(({ status }) => status)).toContain("sent");
    expect(await waiting()).toBe(0);

    await markRead(member, { conversationId, throughSeq: Number.MAX_SAFE_INTEGER });
    expect(await waiting()).toBe(1);
  });

  test("at a program's mark of reading as at a member's look", async () => {
    const program = { workspaceId: member.workspaceId, apiKeyId: randomUUID() };
    await setSeenPolicy(member, { seenPolicy: "on_open" });
    expect(await markConversationRead(program, { conversationId })).toBe(1);
    expect(await markConversationRead(program, { conversationId })).toBe(0);
    expect(await waiting()).toBe(1);
  });

  test("by one call, whose refusal harms nobody", async () => {
    const through = Number.MAX_SAFE_INTEGER;
    await markSeen(conversationId, 0);
    expect(await calls("messages")).toEqual([]);
    await markSeen(conversationId, through);
    const thread = await control<{ business_seen_mid: string }>("GET", `/threads?customer=${LENA}`);
    const [message] = await db.select().from(messages).where(eq(messages.id, messageId));
    expect(thread.business_seen_mid).toBe(message?.mid);
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "unknown" });
    await markSeen(conversationId, through);
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "token_expired" });
    await markSeen(conversationId, through);
    await markSeen(conversationId, through);
    expect(await calls("messages")).toHaveLength(3);
  });

  test("as the admin of this workspace wishes, not of another", async () => {
    const other = await makeMember();
    await setSeenPolicy(other, { seenPolicy: "never" });
    expect(await getSeenPolicy(member)).toBe("on_reply");
  });

  async function waiting(): Promise<number> {
    const [row] = await db.execute<{ count: number }>(
      sql`select count(*)::int as count from graphile_worker.jobs where key = ${`mark-seen:${conversationId}`}`,
    );
    return row?.count ?? 0;
  }
});
