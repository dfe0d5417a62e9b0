import "#test/database.ts";
import { randomUUID } from "node:crypto";
import type {
  WebhookPayloadAccountDisconnected,
  WebhookPayloadConversationStarted,
  WebhookPayloadMessage,
  WebhookPayloadMessageDeleted,
  WebhookPayloadMessageDeliveryStatus,
  WebhookPayloadMessageEdited,
  WebhookPayloadMessageSent,
  WebhookPayloadReaction,
  WebhookPayloadReferral,
} from "@zernio/node";
import { asc, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import {
  contacts,
  conversations,
  eventDeliveries,
  type messages,
  outgoingEvents,
  webhookEndpoints,
} from "#db/schema/index.ts";
import { markProblem } from "#lib/account-access.ts";
import { disconnectAccount } from "#lib/accounts/disconnect.ts";
import { eraseContact } from "#lib/customers/erase.ts";
import { recordFound } from "#lib/inbox/found-message.ts";
import { recordDelivery } from "#lib/inbox/intake.ts";
import type { Reader } from "#lib/inbox/reader.ts";
import type { ConversationMessage } from "#lib/instagram/conversations.ts";
import { makeMessage } from "#test/factories.ts";
import { openOutbox } from "#test/outbox.ts";
import { sdkFaults, toldType } from "#test/sdk-types.ts";
import { applyPending, bodyOf, deliver, type WireEvent, wire } from "#test/webhooks.ts";
import { emit, emitTogether } from "./emit.ts";
import { eventShape } from "./event-shapes.ts";
import type { EventName } from "./events.ts";

const IGSID = "1284407719365528";

let outbox: Awaited<ReturnType<typeof openOutbox>>;
let say: ReturnType<typeof wire>;

beforeEach(async () => {
  outbox = await openOutbox();
  say = wire(outbox.account.igId, IGSID);
});

const happen = (...events: WireEvent[]) => deliver(bodyOf(outbox.account.igId, events));

async function told<Payload>(event?: string): Promise<Payload[]> {
  const rows = await db
    .select()
    .from(outgoingEvents)
    .where(eq(outgoingEvents.workspaceId, outbox.workspaceId))
    .orderBy(asc(outgoingEvents.seq));
  for (const { event, body } of rows) if (body) await expectTyped(event, JSON.parse(body));
  return rows.filter((row) => !event || row.event === event).map(({ body }) => JSON.parse(body));
}

/** As our own document describes it, and as the SDK reads it. */
async function expectTyped(event: string, body: unknown) {
  expect(
    eventShape(event as EventName)
      .strict()
      .safeParse(body).error,
  ).toBeUndefined();
  expect(await sdkFaults(toldType(event), body)).toEqual([]);
}

const names = async () => (await told<{ event: string }>()).map(({ event }) => event);

describe("a customer", () => {
  test("who writes begins a conversation and is told in the SDK's words", async () => {
    await happen(say.message(0, "mid_1", "Is it still there?", { reply_to: { mid: "mid_0" } }));
    const [started] = await told<WebhookPayloadConversationStarted>("conversation.started");
    const [received] = await told<WebhookPayloadMessage>("message.received");
    const [conversation] = await db
      .select()
      .from(conversations)
      .where(eq(conversations.workspaceId, outbox.workspaceId));
    const context = {
      account: {
        id: outbox.account.id,
        accountId: outbox.account.id,
        profileId: outbox.workspaceId,
        platform: "instagram",
        username: outbox.account.username,
        displayName: outbox.account.username,
      },
      conversation: {
        id: conversation?.id,
        platformConversationId: conversation?.id,
        participantId: IGSID,
        participantName: IGSID,
        status: "active",
        contactId: conversation?.contactId,
      },
    };
    expect(started).toMatchObject({ ...context, startedAt: conversation?.createdAt.toISOString() });
    expect(received).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      event: "message.received",
      ...context,
      message: {
        id: conversation?.lastMessageId,
        conversationId: conversation?.id,
        platform: "instagram",
        platformMessageId: "mid_1",
        direction: "incoming",
        text: "Is it still there?",
        attachments: [],
        sender: {
          id: IGSID,
          contactId: conversation?.contactId,
          name: IGSID,
          instagramProfile: { isFollower: null, isFollowing: null, followerCount: null, isVerified: null },
        },
        sentAt: expect.stringMatching(/^\d{4}-.*Z$/),
        isRead: false,
        sentVia: null,
      },
      metadata: { quotedMessageId: "mid_0" },
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(await names()).toEqual(["conversation.started", "message.received"]);
  });

  test("is told once, however often Instagram tells it", async () => {
    const event = say.message(0, "mid_1", "Hello");
    await happen(event);
    await deliver(bodyOf(outbox.account.igId, [event, say.message(1, "mid_2", "Again")]));
    expect(await names()).toEqual(["conversation.started", "message.received", "message.received"]);
    expect(await db.$count(eventDeliveries, eq(eventDeliveries.endpointId, outbox.endpointId))).toBe(3);
  });

  test("who edits, reacts, takes back, reads and unsends is told so, whatever comes first", async () => {
    const [ours] = await makeOurs();
    await happen(say.edit(3, "mid_1", "Is it still here?", 1));
    await happen(say.message(2, "mid_1", "Is it still ther?"));
    await happen(say.react(4, ours?.mid ?? "", "🎉"), say.unreact(5, ours?.mid ?? ""), say.read(6, ours?.mid ?? ""));
    await happen(say.unsend(7, "mid_1"));

    const [edited] = await told<WebhookPayloadMessageEdited>("message.edited");
    expect(edited).toMatchObject({
      editCount: 1,
      message: { text: "Is it still here?" },
      editHistory: [{ text: "Is it still ther?", attachments: [] }],
    });
    const reactions = await told<WebhookPayloadReaction>("reaction.received");
    expect(reactions.map(({ reaction }) => [reaction.action, reaction.emoji, reaction.sender.id])).toEqual([
      ["added", "🎉", IGSID],
      ["removed", "🎉", IGSID],
    ]);
    const [read] = await told<WebhookPayloadMessageDeliveryStatus>("message.read");
    expect(read).toMatchObject({ message: { id: ours?.id, direction: "outgoing", platformMessageId: ours?.mid } });
    const [deleted] = await told<WebhookPayloadMessageDeleted>("message.deleted");
    expect(deleted).toMatchObject({ message: { platformMessageId: "mid_1", text: null, attachments: [] } });
  });

  test("who reads has read all that came before, each told once", async () => {
    const ours = await makeOurs(3);
    await happen(say.read(50, ours[1]?.mid ?? ""));
    await happen(say.read(51, ours[1]?.mid ?? ""), say.read(52, ours[2]?.mid ?? ""), say.read(53, ours[0]?.mid ?? ""));
    const read = await told<WebhookPayloadMessageDeliveryStatus>("message.read");
    expect(read.map(({ message }) => message.id)).toEqual(ours.map(({ id }) => id));
  });

  test("who taps or comes by a link is told with the payload or the referral", async () => {
    await happen(say.postback(0, "mid_1", "Prices"));
    await happen(say.raw(1, { referral: { ref: "spring", source: "IGME-SOURCE-LINK", type: "OPEN_THREAD" } }));
    const [tap] = await told<WebhookPayloadMessage>("message.received");
    expect(tap?.metadata).toEqual({ postbackPayload: "PRICES", postbackTitle: "Prices" });
    const [referral] = await told<WebhookPayloadReferral>("referral.received");
    expect(referral).toMatchObject({
      referral: { ref: "spring", source: "IGME-SOURCE-LINK", type: "OPEN_THREAD" },
      sender: { id: IGSID },
    });
  });

  test("whose message was unsent leaves no words behind, once they have been delivered", async () => {
    await happen(say.message(0, "mid_1", "A secret"));
    await happen(say.unsend(1, "mid_1"));
    expect(JSON.stringify(await told("message.received"))).toContain("A secret");
    await db
      .update(eventDeliveries)
      .set({ state: "delivered" })
      .where(eq(eventDeliveries.endpointId, outbox.endpointId));
    await happen(say.message(2, "mid_2", "Another secret"));
    await db
      .update(eventDeliveries)
      .set({ state: "delivered" })
      .where(eq(eventDeliveries.endpointId, outbox.endpointId));
    await happen(say.unsend(3, "mid_2"));
    const rows = await db.select().from(outgoingEvents).where(eq(outgoingEvents.event, "message.received"));
    expect(rows.map(({ body }) => body.includes("Another secret"))).not.toContain(true);
  });
});

test("an erased customer takes along what was told of them, also what still waits", async () => {
  await happen(say.message(0, "mid_1", "Forget me"));
  const [contact] = await db.select().from(contacts).where(eq(contacts.workspaceId, outbox.workspaceId));
  await eraseContact(outbox.admin, { contactId: contact?.id ?? "" });
  expect(await told()).toEqual([]);
  expect(await db.$count(eventDeliveries, eq(eventDeliveries.endpointId, outbox.endpointId))).toBe(0);
});

describe("the business", () => {
  test("that writes in the Instagram app is told as a sent message of nobody here", async () => {
    await happen(say.message(0, "mid_1", "Hello"), say.echo(1, "mid_2", "Hello yourself"));
    const [sent] = await told<WebhookPayloadMessageSent>("message.sent");
    expect(sent).toMatchObject({
      message: {
        direction: "outgoing",
        platformMessageId: "mid_2",
        text: "Hello yourself",
        sender: { id: outbox.account.id, username: outbox.account.username },
        sentVia: null,
      },
    });
    expect(sent && "metadata" in sent).toBe(false);
  });

  test("that loses or gives up an account is told which of the two", async () => {
    await markProblem(db, outbox.account.id, "reconnect", { reason: "token_expired" });
    await markProblem(db, outbox.account.id, "reconnect", { reason: "token_expired" });
    await disconnectAccount(outbox.admin, { instagramAccountId: outbox.account.id });
    const lost = await told<WebhookPayloadAccountDisconnected>("account.disconnected");
    expect(lost.map(({ account }) => [account.accountId, account.disconnectionType])).toEqual([
      [outbox.account.id, "unintentional"],
      [outbox.account.id, "intentional"],
    ]);
  });
});

describe("history", () => {
  const found = (id: string, minutesAgo: number): ConversationMessage =>
    ({
      id,
      text: id,
      fromId: IGSID,
      toId: outbox.account.igId,
      createdAt: new Date(Date.now() - minutesAgo * 60_000),
      attachments: [],
      story: null,
      replyToMid: null,
      reactions: [],
      isUnsupported: false,
    }) as unknown as ConversationMessage;

  test("is not told, what webhooks missed is, and once though its webhook comes after all", async () => {
    const historyBefore = new Date(Date.now() - 30 * 60_000);
    const reader = { account: outbox.account, historyBefore } as unknown as Reader;
    const contact = { igsid: IGSID, username: "lena" };
    await recordFound(reader, contact, [found("mid_old", 60), found("mid_missed", 5)]);
    expect((await told<WebhookPayloadMessage>("message.received")).map(({ message }) => message.text)).toEqual([
      "mid_missed",
    ]);
    await happen(say.message(3_300, "mid_missed", "mid_missed"));
    expect(await names()).toEqual(["message.received"]);
  });
});

describe("nobody who listens", () => {
  test("costs no statement and leaves no row", async () => {
    await db.update(webhookEndpoints).set({ pausedAt: sql`now()` }).where(eq(webhookEndpoints.id, outbox.endpointId));
    await happen(say.message(0, "mid_1", "Hello"));
    expect(await names()).toEqual([]);
    let statements = 0;
    const counting = new Proxy({} as Parameters<typeof emit>[0], {
      get() {
        statements++;
        return undefined;
      },
    });
    await emit(counting, { workspaceId: outbox.workspaceId, listens: ["account.connected"] }, [
      { event: "message.received", messageId: randomUUID() },
    ]);
    expect(statements).toBe(0);
  });

  test("a fact that is rolled back is not told", async () => {
    const message = await makeMessage(await outbox.converse());
    const failing = transaction(async (tx) => {
      await emit(tx, outbox, [{ event: "message.received", messageId: message.id }]);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await names()).toEqual([]);
  });

  test("another workspace hears nothing of it", async () => {
    const stranger = await openOutbox();
    await happen(say.message(0, "mid_1", "Hello"));
    expect(await db.$count(eventDeliveries, eq(eventDeliveries.endpointId, stranger.endpointId))).toBe(0);
  });
});

/** Messages of ours in Lena's conversation, ten seconds apart. */
async function makeOurs(count = 1) {
  await happen(say.message(0, `mid_first_${randomUUID()}`, "Hello"));
  const [conversation] = await db.select().from(conversations).where(eq(conversations.workspaceId, outbox.workspaceId));
  if (!conversation) throw new Error("There is no conversation.");
  const made: (typeof messages.$inferSelect)[] = [];
  for (let i = 0; i < count; i++) {
    const occurredAt = new Date(Date.now() - 3_600_000 + 1_000 + i * 10_000);
    made.push(
      await makeMessage(conversation, { direction: "outbound", origin: "antwort", status: "sent", occurredAt }),
    );
  }
  return made;
}

describe("several events in one transaction", () => {
  test("are told in their order, each as things were when it happened, and once", async () => {
    await recordDelivery(
      bodyOf(outbox.account.igId, [
        say.message(0, "mid_1", "Is it"),
        say.edit(1, "mid_1", "Is it there?", 1),
        say.message(2, "mid_2", "Never mind"),
        say.unsend(3, "mid_2"),
        say.message(2, "mid_2", "Never mind"),
      ]),
    );
    await applyPending();
    const texts = (await told<{ event: string; message?: { text: string | null } }>()).map(({ event, message }) => [
      event,
      message?.text,
    ]);
    expect(texts).toEqual([
      ["conversation.started", undefined],
      ["message.received", "Is it"],
      ["message.edited", "Is it there?"],
      ["message.received", "Never mind"],
      ["message.deleted", null],
    ]);
    const deliveries = await db.select().from(eventDeliveries).where(eq(eventDeliveries.endpointId, outbox.endpointId));
    expect(deliveries).toHaveLength(texts.length);
  });

  test("leave nothing behind where the transaction fails", async () => {
    const { id } = await makeMessage(await outbox.converse());
    const failing = transaction((tx) =>
      emitTogether(tx, async () => {
        await emit(tx, { workspaceId: outbox.workspaceId }, [{ event: "message.received", messageId: id }]);
        throw new Error("Too bad.");
      }),
    );
    await expect(failing).rejects.toThrow("Too bad.");
    expect(await told()).toEqual([]);
  });
});
