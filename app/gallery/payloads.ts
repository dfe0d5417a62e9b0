/** What a person gets to read of a payload: one list a bubble, in the order of the page; `[picture: Photo]` is a role with its name. */
export type PayloadRow = {
  what: string;
  /** Payloads that came before, because this one speaks of them. */
  after?: string[];
  bubbles: string[][];
  /** Above the composer, about the conversation as a whole. */
  notice?: string;
  /** What is kept of events that no thread shows: kind, state and why. */
  kept?: string[];
};

const IG = { recipient: { id: "17841467203918254" }, sender: { id: "1284407719365528" } };
const fromLena = (rest: object) => ({
  object: "instagram",
  entry: [
    {
      time: 1793354000000,
      id: "17841467203918254",
      messaging: [{ ...IG, timestamp: 1793354000000, ...rest }],
    },
  ],
});

/** Bodies of kinds that Instagram has not invented yet. */
export const INLINE: Record<string, object> = {
  "future.event": fromLena({ hologram: { mid: "mid-hologram", depth: 3 } }),
  "future.attachment": fromLena({
    message: { mid: "mid-scent", attachments: [{ type: "scent", payload: { notes: ["cedar"] } }] },
  }),
  "future.message": fromLena({ message: { mid: "mid-mood", mood: "curious" } }),
};

const LENA = "Lena Wirth";
const TOM = "@tom_k_82";
const SELF = "@brassmoonstudio, this account itself";
const RAW = "[opens: What Instagram sent]";
const STANDBY = "Another app is answering in this conversation. Your reply may be refused.";
const NOT_CARRIED = "Instagram does not pass on the content of this message. Open it in the Instagram app.";
const NEW_KIND = "A kind of message this version does not know yet. Nothing of it is lost.";
const POST = "Autumn restock: walnut side tables, three sizes. Link in bio.";
const ANSWER = ["Instagram app", "Hello Lena, yes, two are left."];
const PHOTO = ["[button: Open picture]", "[picture: Photo]"];
const THREE_PHOTOS = [1, 2, 3].flatMap((index) => [`[button: Open picture ${index} of 3]`, "[picture: Photo]"]);

/**
 * By the name of the file: `webhook.<name>.json`, `api.<name>.json` for what was read from Instagram because no webhook brought
 * it, or an inline body. Written by hand, from the facts.
 */
export const PAYLOADS: Record<string, PayloadRow> = {
  "message.text": { what: "Text", bubbles: [[LENA, "Hi! Is the walnut side table still available?"]] },
  "message.image": { what: "One photo", bubbles: [[LENA, ...PHOTO]] },
  "message.image-multiple": { what: "Several photos", bubbles: [[LENA, ...THREE_PHOTOS]] },
  "message.image-gif": { what: "GIF", bubbles: [[LENA, "[button: Open picture]", "[picture: GIF]"]] },
  "message.video": { what: "Video", bubbles: [[LENA, "[video: Video]"]] },
  "message.audio": { what: "Voice note", bubbles: [[LENA, "[group: Voice message]"]] },
  "message.file": { what: "File", bubbles: [[LENA, "[link: File / Download]"]] },
  "message.share-legacy-with-ig_post": {
    what: "Shared post in its old and its new form: once",
    bubbles: [[LENA, "Shared post", "[picture: Picture]", POST]],
  },
  "message.ig_post": { what: "Shared post", bubbles: [[LENA, "Shared post", "[picture: Picture]", POST]] },
  "message.ig_reel-cdn": {
    what: "Shared reel, as a file",
    bubbles: [[LENA, "Shared reel", "[picture: Picture]", "How we oil a table top"]],
  },
  "message.ig_reel-permalink": {
    what: "Shared reel, as a page",
    bubbles: [[LENA, "Shared reel", "Workshop tour", "[link: View on Instagram]"]],
  },
  "message.reel": {
    what: "Shared reel of Facebook",
    bubbles: [[LENA, "Shared reel", "Facebook reel about joinery", "[link: View on Facebook]"]],
  },
  "message.ig_story": {
    what: "Shared story",
    bubbles: [[LENA, "Shared story", "[picture: Picture]", "how much is this one?"]],
  },
  "message.story_mention": {
    what: "Mention in a story",
    bubbles: [[LENA, "Mentioned you in their story", "[picture: Picture]"]],
  },
  "message.story_reply": {
    what: "Reply to our story",
    bubbles: [[LENA, "Replied to your story", "[picture: Picture]", "Love this! Do you ship to Basel?"]],
  },
  "message.story_reply-link_sticker": {
    what: "Reply to a story with a link",
    bubbles: [[LENA, "Replied to your story", "[picture: Picture]", "[link: Link in the story]", "GUIDE"]],
  },
  "message.reply_to-mid": {
    what: "Reply to a message, with the message",
    after: ["message.image-multiple"],
    bubbles: [
      [LENA, ...THREE_PHOTOS],
      [LENA, "[button: Reply to Lena Wirth / 3 photos / [picture]]", "This one please"],
    ],
  },
  "message.quick_reply": { what: "Quick reply, tapped", bubbles: [[LENA, "Tapped", "Delivery"]] },
  "message.ephemeral": {
    what: "To be viewed once",
    bubbles: [
      [
        LENA,
        "Photo or video to view once",
        "A photo or video to view once. Only the Instagram app can show it, one time.",
      ],
    ],
  },
  "message.template": {
    what: "Card with buttons, sent by another program",
    bubbles: [["Instagram app", "Walnut side table", "CHF 240", "[link: View]", "Reserve", "Sent"]],
  },
  "message.unsupported": { what: "Not carried by Instagram", bubbles: [[LENA, NOT_CARRIED]] },
  "message.unsupported_type-attachment": {
    what: "Not carried by Instagram, as an attachment",
    bubbles: [[LENA, "Message Instagram does not pass on", NOT_CARRIED]],
  },
  "message.deleted": {
    what: "Unsent",
    after: ["message.text"],
    bubbles: [[LENA, "Lena Wirth unsent this message"]],
  },
  "message.referral-ads": {
    what: "Came through an ad",
    bubbles: [
      [
        TOM,
        "Wrote through an ad",
        "[picture: Picture]",
        "Solid wood, made in Winterthur",
        "Reference: autumn-26",
        "I saw your ad. What sizes do you have?",
      ],
    ],
  },
  "message.echo-api": { what: "Sent by a program", bubbles: [[...ANSWER, "Sent"]] },
  "message.echo-native-app": {
    what: "Typed in the Instagram app",
    bubbles: [["Instagram app", "Sent from the phone by the owner", "Sent"]],
  },
  "message.echo-image": { what: "Photo sent elsewhere", bubbles: [["Instagram app", ...PHOTO, "Sent"]] },
  "message.self": { what: "The account writes to itself", bubbles: [[SELF, "Testing the inbox"]] },
  message_edit: {
    what: "Edited, with what it said before",
    after: ["message.text"],
    bubbles: [
      [
        LENA,
        "Hi! Are both walnut side tables still available?",
        "[opens: Edited]",
        "What it said before",
        "Hi! Is the walnut side table still available?",
      ],
    ],
  },
  "message_edit.num_edit-0": { what: "Stray edit: the message is fetched", bubbles: [] },
  "message_edit.num_edit-0-no-sender": { what: "Stray edit without a sender: the message is fetched", bubbles: [] },
  "reaction.react": {
    what: "Reaction",
    after: ["message.echo-api"],
    bubbles: [[...ANSWER, "Lena Wirth reacted with ❤️", "Sent"]],
  },
  "reaction.react-other": {
    what: "Reaction with any emoji",
    after: ["message.echo-api"],
    bubbles: [[...ANSWER, "Lena Wirth reacted with 🙌", "Sent"]],
  },
  "reaction.unreact": {
    what: "Reaction, taken back",
    after: ["message.echo-api", "reaction.react"],
    bubbles: [[...ANSWER, "Sent"]],
  },
  read: { what: "Seen", after: ["message.echo-api"], bubbles: [[...ANSWER, "Seen"]] },
  "postback.icebreaker": {
    what: "Ice breaker, tapped",
    bubbles: [[LENA, "Tapped", "What are your opening hours?"]],
  },
  "postback.with-referral": {
    what: "Ice breaker after an ig.me link",
    bubbles: [[TOM, "Came through an ig.me link", "Reference: flyer-basel", "Tapped", "What are your opening hours?"]],
  },
  "postback.self": { what: "The account taps its own button", bubbles: [[SELF, "Tapped", "Start chatting"]] },
  "referral.igme": {
    what: "Came back through an ig.me link",
    bubbles: [[TOM, "Came through an ig.me link", "Reference: flyer-basel", RAW]],
  },
  optin: {
    what: "Agreed to receive messages",
    bubbles: [[LENA, "Agreed to receive messages", "About: RESTOCK", RAW]],
  },
  "handover.pass_thread_control": {
    what: "Handed over to us",
    bubbles: [["Another app has handed this conversation over to this inbox", "Its note: moved by agent", RAW]],
  },
  "handover.take_thread_control": {
    what: "Taken over by another app",
    bubbles: [["Another app has taken over this conversation", RAW]],
    notice: STANDBY,
  },
  "handover.request_thread_control": {
    what: "Asked for by another app",
    bubbles: [["Another app asks to take over this conversation", "Its note: need a human", RAW]],
  },
  "standby.message": {
    what: "While another app answers",
    bubbles: [[LENA, "Are you there?"]],
    notice: STANDBY,
  },
  "comments.changes": { what: "Comment", bubbles: [], kept: ["comments · lena.wirth.foto · Price please"] },
  "comments.flat-entry": { what: "Comment, flat", bubbles: [], kept: ["comments · lena.wirth.foto · Price please"] },
  "comments.ad": { what: "Comment on an ad", bubbles: [], kept: ["comments · tom_k_82 · Delivery to Bern?"] },
  "comments.self": { what: "Our own comment", bubbles: [], kept: ["comments · brassmoonstudio · Thank you all"] },
  live_comments: {
    what: "Comment on a live video",
    bubbles: [],
    kept: ["live_comments · lena.wirth.foto · hello from Zurich"],
  },
  mentions: { what: "Mention in a comment", bubbles: [], kept: ["mentions ·  · 17922281900437716"] },
  "dashboard-test.messages-changes": {
    what: "Meta's test button",
    bubbles: [],
    kept: ["message ignored dashboard_test"],
  },
  "dashboard-test.messaging-form": {
    what: "Meta's test button, other form",
    bubbles: [],
    kept: ["message ignored dashboard_test"],
  },
  "dashboard-test.comments": {
    what: "Meta's test button for comments",
    bubbles: [],
    kept: ["comment ignored dashboard_test"],
  },
  batch: {
    what: "Several accounts in one delivery",
    after: ["message.echo-api"],
    bubbles: [
      [...ANSWER, "Sent"],
      [LENA, "one"],
      [LENA, "two"],
      ["Jana Roth", "Other account, same POST"],
    ],
    kept: ["read waiting message_not_here_yet"],
  },
  "message.get.text": {
    what: "Text, read from Instagram",
    bubbles: [[LENA, "Hi! Is the walnut side table still available?", "Imported"]],
  },
  "message.get.video": { what: "Video, read from Instagram", bubbles: [[LENA, "[video: Video]", "Imported"]] },
  "message.get.file": {
    what: "File, read from Instagram, with its name and size",
    bubbles: [[LENA, "[link: plan.pdf / 184 kB · Download]", "Imported"]],
  },
  "message.get.share": {
    what: "Shared post, read from Instagram",
    bubbles: [[LENA, "Shared post", "[picture: Picture]", "Imported"]],
  },
  "message.get.story_reply": {
    what: "Reply to our story, read from Instagram",
    bubbles: [[LENA, "Replied to your story", "[picture: Picture]", "Love this! Do you ship to Basel?", "Imported"]],
  },
  "message.get.story_mention": {
    what: "Mention in a story, read from Instagram",
    bubbles: [[LENA, "Mentioned you in their story", "[picture: Picture]", "Imported"]],
  },
  "message.get.reactions": {
    what: "Our words with a reaction, read from Instagram",
    bubbles: [[...ANSWER, "Lena Wirth reacted with ❤️", "Imported", "Sent"]],
  },
  "message.get.unsupported": {
    what: "Not carried by Instagram, read from Instagram",
    bubbles: [[LENA, NOT_CARRIED, "Imported"]],
  },
  "future.event": { what: "An event that does not exist yet", bubbles: [[LENA, NEW_KIND, RAW]] },
  "future.attachment": {
    what: "An attachment that does not exist yet",
    bubbles: [[LENA, "Message of a new kind", NEW_KIND, RAW]],
  },
  "future.message": { what: "A message of nothing we know", bubbles: [[LENA, NEW_KIND, RAW]] },
};
