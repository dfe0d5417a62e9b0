/** The shapes of what a message carries beside its text, as stored in jsonb. Ids of Instagram are text. */

export type Attachment = {
  type:
    | "image"
    | "video"
    | "audio"
    | "file"
    | "post"
    | "reel"
    | "story"
    | "story_mention"
    | "ephemeral"
    | "template"
    | "sticker"
    | "heart"
    | "unsupported"
    | "unknown";
  rawType: string;
  url: string | null;
  title: string | null;
  mediaId: string | null;
  /** Known only for what was read from the Conversations API. */
  width?: number | null;
  height?: number | null;
  mimeType?: string | null;
  name?: string | null;
  sizeBytes?: number | null;
  elements?: TemplateElement[];
};

export type TemplateElement = {
  title: string | null;
  subtitle: string | null;
  imageUrl: string | null;
  buttons: { title: string; url: string | null }[];
};

export type Story = { id: string | null; url: string | null; linkStickerUrl: string | null };

export type Referral = {
  ref: string | null;
  source: string | null;
  type: string | null;
  adId: string | null;
  adTitle: string | null;
  photoUrl: string | null;
  videoUrl: string | null;
};

/** One per side; `emoji` null means taken back, kept so that a late older reaction cannot return. */
export type Reaction = { by: "contact" | "business"; emoji: string | null; at: string };

/** What the text was before, oldest first. */
export type Edit = { text: string | null; numEdit: number; at: string };

export type MessageOrigin = "customer" | "antwort" | "instagram_app" | "recovered" | "imported";

/** Why a reply failed or is not confirmed; `reason` chooses the sentence and its remedy. */
export type Failure = {
  reason: string;
  code: number | null;
  subcode: number | null;
  traceId: string | null;
};
