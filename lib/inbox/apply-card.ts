import type { Tx } from "#db/client.ts";
import { messages } from "#db/schema/index.ts";
import type { HandoverEvent, OptinEvent, PostbackEvent, ReferralEvent, UnknownEvent } from "#lib/instagram/webhook.ts";
import { advanceConversation } from "./advance.ts";
import { type Account, APPLIED, ERASED, type Outcome } from "./apply-event.ts";
import { nameSelf } from "./name-self.ts";
import { type Incoming, recordMessage } from "./record-message.ts";
import { tellMessages } from "./tell.ts";
import { openConversation } from "./threads.ts";

type CardEvent = PostbackEvent | ReferralEvent | OptinEvent | HandoverEvent | UnknownEvent;

/**
 * What a customer did other than writing, and what nobody knows yet: a row of its own kind in the thread, kept whole. Only
 * a tap counts as the customer's word and opens the window (facts 3.1).
 */
export async function applyCard(tx: Tx, account: Account, event: CardEvent): Promise<Outcome> {
  if (!event.contactIgsid) return { state: "dead", reason: "missing_contact" };
  const outcome = await storeCard(tx, account, event, event.contactIgsid);
  if (event.kind === "postback" && event.isSelf) await nameSelf(tx, account, event.contactIgsid);
  return outcome;
}

async function storeCard(tx: Tx, account: Account, event: CardEvent, igsid: string): Promise<Outcome> {
  if (event.kind === "postback" && event.mid) return recordMessage(tx, account, tapOf(event, event.mid));
  const conversation = await openConversation(tx, account, igsid, event.occurredAt);
  if (!conversation) return ERASED;
  const [stored] = await tx
    .insert(messages)
    .values({
      workspaceId: account.workspaceId,
      instagramAccountId: account.id,
      conversationId: conversation.id,
      direction: "inbound",
      origin: "customer",
      occurredAt: event.occurredAt,
      kind: event.kind,
      text: event.kind === "postback" ? event.title : null,
      payload: "payload" in event ? event.payload : null,
      referral: "referral" in event ? event.referral : null,
      raw: event.kind === "postback" ? null : event.raw,
    })
    .returning();
  if (!stored) throw new Error("The card was not inserted.");

  const standby = standbyAfter(event);
  await advanceConversation(tx, conversation, [
    { ...stored, opensWindow: event.kind === "postback", ...(standby === undefined ? {} : { standby }) },
  ]);
  await tellMessages(tx, account, conversation, [stored]);
  return APPLIED;
}

/** A tap that Instagram gave an id is a message like any other. */
function tapOf({ contactIgsid, occurredAt, title, payload, referral, standby }: PostbackEvent, mid: string): Incoming {
  return {
    igsid: contactIgsid,
    mid,
    direction: "inbound",
    origin: "customer",
    kind: "postback",
    occurredAt,
    text: title,
    attachments: [],
    story: null,
    referral,
    replyToMid: null,
    payload,
    reactions: [],
    raw: null,
    standby,
  };
}

/** Whether another app holds the thread from then on: one that takes it does, one that passes it to us no longer. */
function standbyAfter(event: CardEvent): boolean | undefined {
  if (event.kind === "postback") return event.standby;
  if (event.kind !== "handover" || (event.action !== "pass" && event.action !== "take")) return undefined;
  return event.standby || event.action === "take";
}
