import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type InstagramEvent, laneOf, parseEvent, parseWebhook } from "./webhook.ts";

const folder = new URL("./fixtures/", import.meta.url);
const ACCOUNT = "17841467203918254";
const LENA = "1284407719365528";
const TOM = "822960147735094";
const MID = expect.stringMatching(/^aWdfZAG1faXRlbTox/);
const CDN = expect.stringMatching(/^https:\/\/lookaside\.fbsbx\.com\/ig_messaging_cdn\//);
const emptyReferral = { adId: null, adTitle: null, photoUrl: null, videoUrl: null };

function attachment(type: string, rawType: string, rest: object = {}) {
  return { type, rawType, url: null, linkUrl: null, title: null, mediaId: null, template: null, ...rest };
}
const post = attachment("post", "ig_post", {
  url: CDN,
  title: "Autumn restock: walnut side tables, three sizes. Link in bio.",
  mediaId: "18094471230562817",
});

/** The fields that matter for each file; every message also has those of `plain` unless it says otherwise. */
const plain = {
  kind: "message",
  igId: ACCOUNT,
  contactIgsid: LENA,
  mid: MID,
  direction: "inbound",
  isSelf: false,
  text: null,
  attachments: [],
  replyToMid: null,
  story: null,
  quickReplyPayload: null,
  referral: null,
  unsupported: false,
  standby: false,
  test: false,
};
const comment = { kind: "comment", igId: ACCOUNT, field: "comments", byAccount: false, test: false };
const handover = { kind: "handover", contactIgsid: LENA, previousOwner: null, newOwner: null, requestedOwner: null };
const INBOX_APP = "263902037430900";
const OUR_APP = "1039482756610284";

const expected: Record<string, object[]> = {
  "message.text": [{ ...plain, text: "Hi! Is the walnut side table still available?" }],
  "message.image": [{ ...plain, attachments: [attachment("image", "image", { url: CDN })] }],
  "message.image-multiple": [
    { ...plain, attachments: [1, 2, 3].map(() => attachment("image", "image", { url: CDN })) },
  ],
  "message.image-gif": [
    {
      ...plain,
      attachments: [attachment("image", "image", { url: "https://media0.giphy.com/media/l0HlBO7eyXzSZkJri/200.gif" })],
    },
  ],
  "message.video": [{ ...plain, attachments: [attachment("video", "video", { url: CDN })] }],
  "message.audio": [{ ...plain, attachments: [attachment("audio", "audio", { url: CDN })] }],
  "message.file": [{ ...plain, attachments: [attachment("file", "file", { url: CDN })] }],
  "message.share-legacy-with-ig_post": [{ ...plain, attachments: [post] }],
  "message.ig_post": [{ ...plain, attachments: [post] }],
  "message.ig_reel-cdn": [
    {
      ...plain,
      attachments: [
        attachment("reel", "ig_reel", { url: CDN, title: "How we oil a table top", mediaId: "17931840562290417" }),
      ],
    },
  ],
  "message.ig_reel-permalink": [
    {
      ...plain,
      attachments: [
        attachment("reel", "ig_reel", {
          linkUrl: "https://www.instagram.com/reel/DdBq7Lx04kP/",
          title: "Workshop tour",
          mediaId: "17906265141506851",
        }),
      ],
    },
  ],
  "message.reel": [
    {
      ...plain,
      attachments: [
        attachment("reel", "reel", {
          linkUrl: "https://www.facebook.com/reel/1102938475566120",
          title: "Facebook reel about joinery",
          mediaId: "1102938475566120",
        }),
      ],
    },
  ],
  "message.ig_story": [
    {
      ...plain,
      text: "how much is this one?",
      attachments: [attachment("story", "ig_story", { url: CDN, mediaId: "18021176645590833" })],
    },
  ],
  "message.story_mention": [{ ...plain, attachments: [attachment("story_mention", "story_mention", { url: CDN })] }],
  "message.story_reply": [
    {
      ...plain,
      text: "Love this! Do you ship to Basel?",
      story: { id: "18070554418239116", url: CDN, linkStickerUrl: null },
    },
  ],
  "message.story_reply-link_sticker": [
    {
      ...plain,
      text: "GUIDE",
      story: { id: "18070554418239117", url: CDN, linkStickerUrl: "https://brassmoonstudio.example/guide" },
    },
  ],
  "message.reply_to-mid": [{ ...plain, text: "This one please", replyToMid: MID }],
  "message.quick_reply": [{ ...plain, text: "Delivery", quickReplyPayload: "TOPIC_DELIVERY" }],
  "message.ephemeral": [{ ...plain, attachments: [attachment("ephemeral", "ephemeral")] }],
  "message.template": [
    {
      ...plain,
      direction: "outbound",
      attachments: [
        attachment("template", "template", {
          template: [
            {
              title: "Walnut side table",
              subtitle: "CHF 240",
              imageUrl: "https://brassmoonstudio.example/img/walnut.jpg",
              url: null,
              buttons: [
                { type: "web_url", title: "View", url: "https://brassmoonstudio.example/p/walnut", payload: null },
                { type: "postback", title: "Reserve", url: null, payload: "RESERVE_WALNUT" },
              ],
            },
          ],
        }),
      ],
    },
  ],
  "message.unsupported": [{ ...plain, unsupported: true }],
  "message.unsupported_type-attachment": [
    { ...plain, attachments: [attachment("unsupported", "unsupported_type", { url: CDN })] },
  ],
  "message.deleted": [
    {
      kind: "message_deleted",
      igId: ACCOUNT,
      contactIgsid: LENA,
      mid: MID,
      key: expect.stringMatching(/^delete:aWdf/),
    },
  ],
  "message.referral-ads": [
    {
      ...plain,
      contactIgsid: TOM,
      text: "I saw your ad. What sizes do you have?",
      referral: {
        ref: "autumn-26",
        source: "ADS",
        type: "OPEN_THREAD",
        adId: "120219904417730561",
        adTitle: "Solid wood, made in Winterthur",
        photoUrl: CDN,
        videoUrl: CDN,
      },
    },
  ],
  "message.echo-api": [{ ...plain, direction: "outbound", text: "Hello Lena, yes, two are left." }],
  "message.echo-native-app": [{ ...plain, direction: "outbound", text: "Sent from the phone by the owner" }],
  "message.echo-image": [
    { ...plain, direction: "outbound", attachments: [attachment("image", "image", { url: CDN })] },
  ],
  "message.self": [{ ...plain, contactIgsid: "1039921748806613", isSelf: true, text: "Testing the inbox" }],
  message_edit: [
    {
      kind: "message_edit",
      contactIgsid: LENA,
      mid: MID,
      text: "Hi! Are both walnut side tables still available?",
      numEdit: 1,
    },
  ],
  "message_edit.num_edit-0-no-sender": [
    { kind: "stray_edit", igId: ACCOUNT, contactIgsid: null, mid: MID, numEdit: 0 },
  ],
  "message_edit.num_edit-0": [{ kind: "stray_edit", contactIgsid: LENA, mid: MID, numEdit: 0 }],
  "reaction.react": [
    { kind: "reaction", contactIgsid: LENA, mid: MID, action: "react", reaction: "love", emoji: "❤️", byAccount: false },
  ],
  "reaction.react-other": [
    { kind: "reaction", contactIgsid: LENA, mid: MID, action: "react", reaction: "other", emoji: "🙌" },
  ],
  "reaction.unreact": [
    { kind: "reaction", contactIgsid: LENA, mid: MID, action: "unreact", reaction: null, emoji: null },
  ],
  read: [{ kind: "read", contactIgsid: LENA, mid: MID }],
  "postback.icebreaker": [
    {
      kind: "postback",
      contactIgsid: LENA,
      mid: MID,
      title: "What are your opening hours?",
      payload: "ICE_HOURS",
      referral: null,
      isSelf: false,
    },
  ],
  "postback.with-referral": [
    {
      kind: "postback",
      contactIgsid: TOM,
      payload: "ICE_HOURS",
      referral: { ...emptyReferral, ref: "flyer-basel", source: "SHORTLINK", type: "OPEN_THREAD" },
    },
  ],
  "postback.self": [{ kind: "postback", contactIgsid: "1039921748806613", payload: "START", isSelf: true }],
  "referral.igme": [
    {
      kind: "referral",
      contactIgsid: TOM,
      referral: { ...emptyReferral, ref: "flyer-basel", source: "SHORTLINK", type: "OPEN_THREAD" },
    },
  ],
  optin: [{ kind: "optin", contactIgsid: LENA, optinType: "notification_messages", payload: "RESTOCK" }],
  "handover.pass_thread_control": [
    { ...handover, action: "pass", previousOwner: INBOX_APP, newOwner: OUR_APP, metadata: "moved by agent" },
  ],
  "handover.take_thread_control": [
    { ...handover, action: "take", previousOwner: OUR_APP, newOwner: INBOX_APP, metadata: "" },
  ],
  "handover.request_thread_control": [
    { ...handover, action: "request", requestedOwner: INBOX_APP, metadata: "need a human" },
  ],
  "standby.message": [{ ...plain, standby: true, text: "Are you there?" }],
  "comments.changes": [
    {
      ...comment,
      contactIgsid: LENA,
      commentId: "17912340078815523",
      parentId: "17898822104459871",
      text: "Price please",
      from: { id: LENA, username: "lena.wirth.foto" },
      media: { id: "18094471230562817", productType: "FEED", adId: null, adTitle: null },
    },
  ],
  "comments.flat-entry": [
    { ...comment, contactIgsid: LENA, commentId: "17912340078815523", parentId: null, text: "Price please" },
  ],
  "comments.ad": [
    {
      ...comment,
      contactIgsid: TOM,
      commentId: "17912340078815777",
      media: {
        id: "18094471230562817",
        productType: "AD",
        adId: "120219904417730561",
        adTitle: "Solid wood, made in Winterthur",
      },
    },
  ],
  "comments.self": [{ ...comment, byAccount: true, contactIgsid: null, commentId: "17912340078815990" }],
  live_comments: [
    {
      ...comment,
      field: "live_comments",
      contactIgsid: LENA,
      commentId: "17940011822356140",
      text: "hello from Zurich",
    },
  ],
  mentions: [
    {
      ...comment,
      field: "mentions",
      contactIgsid: null,
      commentId: "17922281900437716",
      text: null,
      from: null,
      media: { id: "18030045567712084", productType: null, adId: null, adTitle: null },
    },
  ],
  "dashboard-test.messages-changes": [
    { ...plain, igId: "0", contactIgsid: "12334", mid: "random_mid", text: "random_text", test: true },
  ],
  "dashboard-test.messaging-form": [
    { ...plain, igId: "0", contactIgsid: "12334", mid: "random_mid", text: "random_text", test: true },
  ],
  "dashboard-test.comments": [
    {
      ...comment,
      igId: "0",
      test: true,
      contactIgsid: null,
      commentId: "123456789",
      text: "This is an example.",
      from: null,
      media: null,
    },
  ],
  batch: [
    { ...plain, text: "one" },
    { ...plain, text: "two" },
    { kind: "read", igId: ACCOUNT, contactIgsid: TOM },
    { ...plain, igId: "17841400998877661", contactIgsid: "730015528846612", text: "Other account, same POST" },
  ],
};

const files = readdirSync(folder)
  .map((file) => /^webhook\.(.+)\.json$/.exec(file)?.[1])
  .filter((name) => name !== undefined && !name.startsWith("http-")) as string[];

function parseFixture(name: string): InstagramEvent[] {
  const { events, problem } = parseWebhook(readFileSync(new URL(`webhook.${name}.json`, folder)));
  expect(problem).toBeNull();
  return events;
}

test("every fixture has an expectation", () => {
  expect(Object.keys(expected).toSorted()).toEqual(files.toSorted());
});

describe.each(files)("%s", (name) => {
  test("becomes exactly these events", () => {
    const events = parseFixture(name);
    expect(events).toHaveLength(expected[name]?.length ?? 0);
    events.forEach((event, index) => {
      expect(event).toMatchObject(expected[name]?.[index] ?? {});
    });
  });

  test("is read again from what is stored of it", () => {
    for (const event of parseFixture(name)) {
      expect(event.raw).not.toBeNull();
      expect(parseEvent(event.raw ?? "", event.key)).toEqual(event);
    }
  });
});

test("moments are milliseconds, seconds or text", () => {
  expect(parseFixture("message.text")[0]?.occurredAt).toEqual(new Date(1793351642118));
  expect(parseFixture("comments.changes")[0]?.occurredAt).toEqual(new Date(1793353446000));
  expect(parseFixture("dashboard-test.messages-changes")[0]?.occurredAt).toEqual(new Date(1527459824000));
});

test("an event without a contact has a lane of its account", () => {
  expect(parseFixture("message.text").map(laneOf)).toEqual([`${ACCOUNT}:${LENA}`]);
  expect(parseFixture("message_edit.num_edit-0-no-sender").map(laneOf)).toEqual([`${ACCOUNT}:`]);
});
