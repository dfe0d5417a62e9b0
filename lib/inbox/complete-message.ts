import type { Attachment, Edit, MessageOrigin } from "#db/schema/index.ts";
import { isSameText } from "./match-reply.ts";
import type { Incoming } from "./record-message.ts";
import type { Message } from "./threads.ts";

/** Brought by no webhook, but found by a look at Instagram. */
export function isFound({ origin }: { origin: MessageOrigin }): boolean {
  return origin === "recovered" || origin === "imported";
}

/** What a found message becomes when its webhook comes after all. Nothing comes back that was taken back. */
export function completed(known: Message, told: Incoming): Partial<Message> {
  const { origin, occurredAt, kind, payload = null, referral = null, raw = null } = told;
  if (known.deletedAt) return { origin, occurredAt };
  return {
    origin,
    occurredAt,
    kind,
    payload,
    referral,
    raw,
    story: told.story ?? known.story,
    replyToMid: told.replyToMid ?? known.replyToMid,
    attachments: told.attachments.length > 0 ? told.attachments.map(withFacts(known.attachments)) : known.attachments,
    ...wording(known, told),
  };
}

/** What was learned from the file itself stays; what the look told of it is no more than the webhook would have. */
function withFacts(known: Attachment[]) {
  return (attachment: Attachment, index: number): Attachment => {
    const { width, height, mimeType, sizeBytes } = known[index] ?? {};
    if (mimeType === undefined) return attachment;
    const facts = Object.entries({ width, height, mimeType, sizeBytes }).filter(([, value]) => value !== undefined);
    return { ...attachment, ...Object.fromEntries(facts) };
  };
}

/** The webhook tells the first wording, the look the latest: what differs was edited in between. */
function wording(known: Message, told: Incoming): Pick<Message, "text" | "edits"> {
  const first: Edit = { numEdit: 0, text: told.text, at: told.occurredAt.toISOString() };
  const later = known.edits.filter(({ numEdit }) => numEdit > 0);
  if (later.length > 0) return { text: known.text, edits: [first, ...later] };
  if (isSameText(known.text, told.text)) return { text: told.text, edits: [] };
  const latest: Edit = { numEdit: 1, text: known.text, at: known.createdAt.toISOString(), isFound: true };
  return { text: known.text, edits: [first, latest] };
}
