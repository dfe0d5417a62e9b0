import type { Tx } from "#db/client.ts";
import type { InstagramEvent, MessageEvent } from "#lib/instagram/webhook.ts";
import type { Account, Outcome } from "./apply-event.ts";
import { isFreshMid } from "./mids.ts";
import { nameSelf } from "./name-self.ts";
import { type Incoming, recordMessage, recordNewMessages } from "./record-message.ts";

/**
 * A customer's message, or an echo: our own send told back or a message written elsewhere, which only the mid tells apart
 * (facts 2.5).
 */
export async function applyMessage(tx: Tx, account: Account, event: MessageEvent): Promise<Outcome> {
  const outcome = await recordMessage(tx, account, incomingOf(event));
  if (event.isSelf) await nameSelf(tx, account, event.contactIgsid);
  return outcome;
}

/** What an account catches up with is mostly this: a customer's messages, one after the other, all of them new. */
export function takeNewMessages(tx: Tx, { igId }: Account, events: (InstagramEvent | null)[]): MessageEvent[] {
  const run: MessageEvent[] = [];
  for (const event of events) {
    if (event?.kind !== "message" || event.direction !== "inbound" || event.isSelf) break;
    if (event.test || event.contactIgsid !== (run[0] ?? event).contactIgsid || !isFreshMid(tx, igId, event.mid)) break;
    run.push(event);
  }
  return run;
}

/** As `applyMessage` one by one; false, and nothing is done, where that is what they need. */
export function applyNewMessages(tx: Tx, account: Account, events: MessageEvent[]): Promise<boolean> {
  return recordNewMessages(tx, account, events.map(incomingOf));
}

function incomingOf(event: MessageEvent): Incoming {
  const { mid, direction, occurredAt, text, attachments, story, referral, replyToMid, standby } = event;
  return {
    igsid: event.contactIgsid,
    mid,
    direction,
    origin: direction === "inbound" ? "customer" : "instagram_app",
    occurredAt,
    text,
    attachments,
    story,
    referral,
    replyToMid,
    payload: event.quickReplyPayload,
    reactions: [],
    kind: kindOf(event),
    raw: isPuzzling(event) ? event.raw : null,
    standby,
  };
}

function kindOf(event: MessageEvent): string {
  if (event.unsupported) return "unsupported";
  return isPuzzling(event) ? "unknown" : "message";
}

/** Nothing we know how to show: kept whole, for a card. */
function isPuzzling({ text, attachments, story, referral, unsupported }: MessageEvent): boolean {
  if (attachments.some(({ type }) => type === "unknown")) return true;
  return !unsupported && text === null && attachments.length === 0 && !story && !referral;
}
