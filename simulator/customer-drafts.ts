import { Wrong } from "./http.ts";
import { digits, mediaId } from "./ids.ts";
import { id, isObject, type Json, list, number, object, text } from "./json.ts";
import { assetBy, mediaUrl } from "./media.ts";
import type { Draft } from "./messages.ts";
import type { Account, Attachment, Post } from "./state.ts";
import type { World } from "./store.ts";

const DEFAULT_MEDIA: Record<string, string> = {
  image: "walnut",
  video: "clip",
  audio: "voice",
  file: "plan",
  gif: "wave",
  sticker: "wave",
  unsupported_type: "lake",
  story_mention: "plant",
};

/**
 * The message a person would make in the Instagram app, from the body of a control call. `kind` defaults to `text`;
 * `media` names a sample, a stored asset or a full address; `reply_to` is a mid.
 */
export function draftFrom(world: World, account: Account, body: Json): Draft {
  const kind = text(body.kind) ?? (body.media ? "image" : "text");
  const make = KINDS[kind];
  if (!make) throw new Wrong(`there is no kind ${kind}; known: ${Object.keys(KINDS).join(", ")}`);
  const ago = number(body.ago_seconds);
  return {
    kind,
    text: text(body.text),
    ...(text(body.reply_to) ? { reply_to: { mid: String(body.reply_to) } } : {}),
    ...(ago === null ? {} : { at: world.now() - ago * 1000 }),
    ...make({ world, account, body }),
  };
}

type Given = { world: World; account: Account; body: Json };

const KINDS: Record<string, (given: Given) => Draft> = {
  text: ({ body }) => {
    if (text(body.text) === null) throw new Wrong("a text message needs text");
    return {};
  },
  image: (given) => media(given, "image"),
  images: (given) => media(given, "image", ["walnut", "lamp", "bowl"]),
  gif: (given) => media(given, "gif"),
  sticker: (given) => media(given, "sticker"),
  video: (given) => media(given, "video"),
  audio: (given) => media(given, "audio"),
  file: (given) => media(given, "file"),
  unsupported_type: (given) => media(given, "unsupported_type"),
  ephemeral: () => ({ attachments: [{ type: "ephemeral" }] }),
  unsupported: () => ({ is_unsupported: true }),
  ig_post: (given) => ({ attachments: [shared(given, "ig_post", "post")] }),
  share: (given) => ({ attachments: [shared(given, "share", "post")] }),
  ig_reel: (given) => ({ attachments: [shared(given, "ig_reel", "reel")] }),
  reel: (given) => ({ attachments: [shared(given, "reel", "reel")] }),
  ig_story: (given) => {
    const { id: story, asset } = given.account.story;
    return { attachments: [{ type: "ig_story", asset, payload: { story_media_id: story } }] };
  },
  story_mention: (given) => {
    const [one] = media(given, "story_mention").attachments ?? [];
    return { attachments: [{ ...(one as Attachment), type: "story_mention" }] };
  },
  story_reply: ({ account, body }) => {
    const link = text(body.link_sticker_url);
    return { reply_to: { story: { ...account.story, ...(link ? { link_sticker_url: link } : {}) } } };
  },
  quick_reply: ({ body }) => ({
    text: text(body.title) ?? text(body.text) ?? "",
    extra: { quick_reply: { payload: text(body.payload) ?? "" } },
  }),
  ad: ({ world, body }) => ({
    text: text(body.text) ?? "I saw your ad. What sizes do you have?",
    extra: { referral: adReferral(world, body) },
  }),
  attachments: ({ body }) => ({
    attachments: list(body.attachments).map((one) => {
      const { type, payload } = object(one);
      return { type: String(type), ...(isObject(payload) ? { payload } : {}) };
    }),
  }),
};

function media({ world, body }: Given, kind: string, defaults?: string[]): Draft {
  const fallback = defaults ?? [DEFAULT_MEDIA[kind] ?? "walnut"];
  const names = Array.isArray(body.media) ? body.media.map(String) : text(body.media) ? [String(body.media)] : fallback;
  const type = kind === "gif" || kind === "sticker" ? "image" : kind;
  return { attachments: names.map((name) => ({ type, ...mediaReference(world, name) })) };
}

/** A sample's name, an asset's id or a foreign address, as an attachment holds it. */
export function mediaReference(world: World, name: string): { asset: string } | { url: string } {
  if (/^https?:\/\//.test(name)) return { url: name };
  const asset = assetBy(world, name) ?? assetBy(world, `sample:${name}`);
  if (!asset) throw new Wrong(`there is no medium ${name}`);
  return { asset: asset.id };
}

function shared({ world, account, body }: Given, type: string, kind: Post["kind"]): Attachment {
  const post = account.posts.find((one) => one.id === id(body.post)) ?? account.posts.find((one) => one.kind === kind);
  const own = post ?? { id: mediaId(), title: "A post", asset: "sample:lake" };
  const key = kind === "post" ? "ig_post_media_id" : "reel_video_id";
  const payload = { [key]: own.id, title: text(body.title) ?? own.title };
  if (type === "reel") return { type, url: `https://www.facebook.com/reel/${digits(16)}`, payload };
  if (body.permalink === true) return { type, url: "https://www.instagram.com/reel/DdBq7Lx04kP/", payload };
  const reference = text(body.media) ? mediaReference(world, String(body.media)) : { asset: own.asset };
  return { type, payload, ...reference };
}

function adReferral(world: World, body: Json): Json {
  const photo = mediaReference(world, text(body.media) ?? "walnut");
  return {
    ref: text(body.ref) ?? "autumn-26",
    ad_id: text(body.ad_id) ?? "120219904417730561",
    source: "ADS",
    type: "OPEN_THREAD",
    ads_context_data: {
      ad_title: text(body.ad_title) ?? "Solid wood, made in Winterthur",
      photo_url: "url" in photo ? photo.url : mediaUrl(world, photo.asset),
      video_url: mediaUrl(world, "sample:clip"),
    },
  };
}
