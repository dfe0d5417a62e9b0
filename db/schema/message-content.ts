import type { Attachment as InstagramAttachment } from "#lib/instagram/attachments.ts";
import type { Referral as InstagramReferral, Story as InstagramStory } from "#lib/instagram/events.ts";
import type { OutgoingMessage } from "#lib/instagram/outgoing.ts";

/** The shapes of what a message carries beside its text, as stored in jsonb. Ids of Instagram are text. */

/**
 * What it measures and weighs is known once the file itself was seen, which `mimeType` tells, or where Instagram told it.
 * `uploadId` names a file of ours, `url` is Instagram's copy of it.
 */
export type Attachment = InstagramAttachment & {
  uploadId?: string;
  mimeType?: string;
};

export type Story = InstagramStory;

export type Referral = InstagramReferral;

/** One per side; `emoji` null means taken back, kept so that a late older reaction cannot return. */
export type Reaction = { by: "contact" | "business"; emoji: string | null; at: string };

/** Every wording an edited message ever had, in order; the last is the current one. `isFound`: no event told it, but a look. */
export type Edit = { numEdit: number; text: string | null; at: string; isFound?: true };

export type MessageOrigin = "customer" | "antwort" | "instagram_app" | "recovered" | "imported";

/** Why a reply failed or is not confirmed; `reason` chooses the sentence and its remedy. */
export type Failure = {
  reason: string;
  code: number | null;
  subcode: number | null;
  traceId: string | null;
};

/** A file of ours is named by its upload, because its public link is made anew for every attempt. */
export type Outgoing =
  | Exclude<OutgoingMessage, { type: "image" | "audio" | "video" | "file" | "images" }>
  | { type: "image" | "audio" | "video" | "file"; uploadId: string }
  | { type: "image" | "audio" | "video" | "file"; url: string }
  | { type: "images"; uploadIds: string[] };
