import type { Tx } from "#db/client.ts";
import type { MessageEvent } from "#lib/instagram/webhook.ts";
import type { Account, Outcome } from "./apply-event.ts";
import { nameSelf } from "./name-self.ts";
import { recordMessage } from "./record-message.ts";

/**
 * A customer's message, or an echo: our own send told back or a message written elsewhere, which only the mid tells apart
 * (facts 2.5).
 */
export async function applyMessage(tx: Tx, account: Account, event: MessageEvent): Promise<Outcome> {
  const { mid, direction, occurredAt, text, attachments, story, referral, replyToMid, standby } = event;
  const outcome = await recordMessage(tx, account, {
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
  });
  if (event.isSelf) await nameSelf(tx, account, event.contactIgsid);
  return outcome;
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
