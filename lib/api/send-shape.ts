import { z } from "zod";
import { CAPABILITIES, SEND_LIMITS, sizeOf } from "#lib/instagram/capabilities.ts";
import { isFetchable } from "#lib/instagram/outside.ts";
import { idField, messageIdField, textField } from "./fields.ts";

const elsewhere = (platform: string) => z.never({ error: `${platform} only.` }).optional();

/** In a file's description. */
export const SIZES = `At most: ${CAPABILITIES.map(({ kind }) => `${kind} ${sizeOf(kind)}`).join(", ")}.`;

const MAX_PAYLOAD = 1_000;
const link = z.url({ protocol: /^https?$/, error: "Must be a full https address." }).max(2_000);
const fetched = link.refine(
  (url) => URL.canParse(url) && isFetchable(url),
  "Instagram fetches this address itself: it must be public and begin with https.",
);
const title = textField(SEND_LIMITS.quickReplyTitle).min(1);
const payload = textField(MAX_PAYLOAD).min(1);

const quickReply = z.strictObject({
  title,
  payload,
  imageUrl: z.never({ error: "Instagram shows no pictures on quick replies." }).optional(),
});

const button = z
  .strictObject({
    type: z.enum(["url", "postback"], { error: "Instagram has buttons of type url and postback only." }),
    title,
    url: link.optional(),
    payload: payload.optional(),
    phone: z.never({ error: "Facebook only." }).optional(),
  })
  .refine(({ type, url }) => type !== "url" || url !== undefined, { error: "Needs a `url`.", path: ["url"] })
  .refine(({ type, payload: given }) => type !== "postback" || given !== undefined, {
    error: "Needs a `payload`.",
    path: ["payload"],
  });

const buttons = z.array(button).min(1).max(SEND_LIMITS.buttons);

const element = z.strictObject({
  title: textField(SEND_LIMITS.elementTitle).min(1),
  subtitle: textField(SEND_LIMITS.elementTitle).min(1).optional(),
  imageUrl: fetched.optional(),
  buttons: buttons.optional(),
  name: elsewhere("WhatsApp"),
  language: elsewhere("WhatsApp"),
  components: elsewhere("WhatsApp"),
});

const template = z.strictObject({
  type: z.literal("generic", { error: "Instagram has the template `generic` only." }),
  elements: z.array(element).min(1).max(SEND_LIMITS.elements),
  imageAspectRatio: z.never({ error: "Facebook only." }).optional(),
});

/** Everything a program may send at once. An attachment or a template goes out first, the text follows as a second message. */
export const sendFields = z.object({
  accountId: idField,
  message: z
    .string()
    .min(1)
    .max(20_000)
    .optional()
    .meta({ description: "At most 1000 bytes of UTF-8 without `splitLongText`." }),
  splitLongText: z.boolean().optional().meta({ description: "Sends a longer text as several messages." }),
  attachmentUrl: fetched.optional().meta({
    description:
      "Instagram fetches it: a public https address, or one that `media` gave out. Or send the file as a form.",
  }),
  attachmentType: z.enum(["image", "video", "audio", "file"]).optional().meta({ description: "`file` by default." }),
  quickReplies: z.array(quickReply).min(1).max(SEND_LIMITS.quickReplies).optional(),
  buttons: buttons.optional(),
  template: template.optional(),
  messagingType: z.enum(["RESPONSE", "UPDATE", "MESSAGE_TAG"]).optional(),
  messageTag: z
    .literal("HUMAN_AGENT", { error: "Instagram knows the tag HUMAN_AGENT only." })
    .optional()
    .meta({ description: "Counts between 24 hours and 7 days, and only where HUMAN_AGENT=on." }),
  replyTo: messageIdField.optional().meta({ description: "The id of the message this one quotes." }),
  linkPreview: z.boolean().optional().meta({ description: "Without effect on Instagram." }),
  attachmentName: elsewhere("WhatsApp"),
  voiceNote: elsewhere("WhatsApp"),
  category: elsewhere("WhatsApp"),
  interactive: elsewhere("WhatsApp"),
  location: elsewhere("WhatsApp"),
  contacts: elsewhere("WhatsApp"),
  subject: elsewhere("iMessage"),
  effect: elsewhere("iMessage"),
  contactCard: elsewhere("iMessage"),
  channel: elsewhere("iMessage"),
  replyMarkup: elsewhere("Telegram"),
});

export type SendFields = z.output<typeof sendFields>;

/** The same as a form, for the description. */
export const sendForm = sendFields
  .omit({ attachmentUrl: true, attachmentType: true })
  .extend({ attachment: z.string().meta({ format: "binary", description: `The file itself. ${SIZES}` }) });
