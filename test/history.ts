import { asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { db } from "#db/client.ts";
import { contacts, conversations, instagramAccounts, members, messages } from "#db/schema/index.ts";
import { listConversations } from "#lib/inbox/conversation-queries.ts";
import { makeMember } from "./factories.ts";
import { type WireEvent, wire } from "./webhooks.ts";

export const LENA = "1284407719365528";
export const TOM = "822960147735094";

const STARTED_AT = Date.now() - 3_600_000;

/** Some forty events of two conversations in the order they happened, with all that can happen to a message and to its thread. */
export function historyOf(igId: string): WireEvent[] {
  const lena = wire(igId, LENA, STARTED_AT);
  const tom = wire(igId, TOM, STARTED_AT);
  const image = (mid: string) => ({
    message: { mid, attachments: [{ type: "image", payload: { url: `https://lookaside.fbsbx.com/${mid}.jpg` } }] },
  });
  return [
    lena.message(1, "a1", "Hi! Is the table still there?"),
    lena.edit(2, "a1", "Hi! Is the walnut table still there?", 1),
    tom.message(3, "b1", "Delivery to Bern?"),
    lena.echo(4, "a2", "Yes, two are left."),
    lena.edit(5, "a1", "Hi! Are both walnut tables still there?", 2),
    lena.read(6, "a2"),
    lena.react(7, "a2", "❤️"),
    lena.react(8, "a2", "🙌"),
    lena.message(9, "a3", "oops"),
    lena.edit(10, "a3", "oops!", 1),
    lena.unsend(11, "a3"),
    tom.echo(12, "b2", "Yes, 40 francs."),
    tom.react(13, "b2", "👍"),
    tom.unreact(14, "b2"),
    tom.control(14, "take"),
    lena.control(14, "pass"),
    tom.postback(15, "b3", "Opening hours?"),
    lena.message(16, "a4", "This one please", { reply_to: { mid: "a2" } }),
    lena.read(17, "a2"),
    tom.message(18, "b4", "Ok"),
    lena.raw(19, image("a5")),
    lena.react(20, "a5", "😍"),
    lena.unsend(21, "a5"),
    tom.raw(22, image("b5")),
    tom.message(23, "b6", "Like this one"),
    tom.edit(24, "b6", "Like this one?", 1),
    tom.edit(25, "b6", "Like this one!", 2),
    tom.edit(26, "b6", "Like this one.", 3),
    lena.echo(27, "a6", "From the phone"),
    lena.react(28, "a6", "👍"),
    lena.react(29, "a6", "👎"),
    lena.unreact(30, "a6"),
    lena.read(31, "a6"),
    tom.echo(32, "b7", "Which size?"),
    tom.read(33, "b7"),
    tom.message(34, "b8", "160 cm", { reply_to: { mid: "b7" } }),
    tom.raw(35, { reaction: { mid: "b7", action: "react", reaction: "love" } }),
    lena.message(36, "a7", "Thanks", { quick_reply: { payload: "THANKS" } }),
    lena.unsend(37, "a7"),
    lena.postback(38, "a8", "Start again"),
    tom.message(39, "b9", "gone in a moment"),
    tom.control(39, "take"),
    tom.unsend(40, "b9"),
    lena.control(41, "take"),
    lena.control(42, "pass"),
  ];
}

/** Any order, some told again, in bodies of any size: indexes into a history. */
export function shuffledBatches(length: number): fc.Arbitrary<number[][]> {
  const all = Array.from({ length }, (_, index) => index);
  return fc
    .tuple(fc.shuffledSubarray(all, { minLength: length }), fc.array(fc.nat(length - 1), { maxLength: 12 }), fc.nat())
    .map(([order, repeated, seed]) => {
      const events = [...order, ...repeated];
      const batches: number[][] = [];
      for (let start = 0, size = 1; start < events.length; start += size) {
        size = 1 + ((seed + start * 7) % 9);
        batches.push(events.slice(start, start + size));
      }
      return batches;
    });
}

/** Of an account's conversations all that people could see, ids of ours aside. */
export async function projection(igId: string) {
  const threads = await db
    .select({ conversation: conversations, igsid: contacts.igsid })
    .from(conversations)
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, conversations.instagramAccountId))
    .where(eq(instagramAccounts.igId, igId))
    .orderBy(asc(contacts.igsid));
  const unread = await unreadCounts(threads[0]?.conversation.workspaceId);
  return Promise.all(
    threads.map(async ({ conversation, igsid }) => {
      const rows = await db
        .select()
        .from(messages)
        .where(eq(messages.conversationId, conversation.id))
        .orderBy(asc(messages.occurredAt), asc(messages.kind));
      const { lastMessageAt, lastInboundAt, contactReadAt, standbySince, closedAt, waitingSince } = conversation;
      return {
        igsid,
        lastMessageAt,
        lastInboundAt,
        contactReadAt,
        standbySince,
        closedAt,
        waitingSince,
        unread: unread.get(conversation.id),
        lastText: rows.find(({ id }) => id === conversation.lastMessageId)?.text,
        messages: rows.map(
          ({ id, seq, version, createdAt, conversationId, instagramAccountId, workspaceId, raw, ...seen }) => ({
            ...seen,
            told: raw === null ? null : eventsIn(raw),
          }),
        ),
      };
    }),
  );
}

/** Of a raw body what Instagram tells in it, whenever and about whichever account. */
function eventsIn(raw: string): unknown {
  const { entry } = JSON.parse(raw) as { entry: { messaging: WireEvent[] }[] };
  return entry.flatMap(({ messaging }) => messaging.map(({ recipient: _, ...event }) => event));
}

/** As a member sees them who has read nothing. */
async function unreadCounts(workspaceId: string | undefined): Promise<Map<string, number>> {
  if (!workspaceId) return new Map();
  const member = await makeMember({ workspaceId });
  const listed = await listConversations(member, { view: "open" });
  await db.delete(members).where(eq(members.id, member.id));
  return new Map(listed.map(({ id, unreadCount }) => [id, unreadCount]));
}
