import { refuse } from "./errors.ts";
import { messageIn, type Place } from "./find.ts";
import { id, isObject, type Json, list, object, text } from "./json.ts";
import type { Draft } from "./messages.ts";
import type { Attachment } from "./state.ts";
import type { World } from "./store.ts";
import { assetFor } from "./uploads.ts";

const TEXT_BYTES = 1000;
const TEXT_HARD_LIMIT = 2000;

/** The message a send call describes, checked by the limits of section 3. */
export async function messageFrom(world: World, place: Place, values: Json): Promise<Draft> {
  if (!isObject(values.message)) throw refuse("invalid_message");
  const message = values.message;
  const reply = replyFrom(place, values);
  if (message.text !== undefined) {
    if (message.attachment !== undefined || message.attachments !== undefined) throw refuse("invalid_message");
    return { ...textFrom(message), ...reply };
  }
  if (isObject(message.attachment)) return { ...(await oneAttachment(world, place, message.attachment)), ...reply };
  const several = isObject(message.attachments) ? [message.attachments] : list(message.attachments);
  if (several.length === 0 || several.length > 10) throw refuse("invalid_message");
  if (several.some((one) => object(one).type !== "image")) throw refuse("invalid_message");
  const attachments: Attachment[] = [];
  for (const one of several) attachments.push(await mediaFrom(world, place, object(one)));
  return { kind: "images", attachments, ...reply };
}

function textFrom(message: Json): Draft {
  const value = typeof message.text === "number" ? String(message.text) : text(message.text);
  if (!value?.trim()) throw refuse("invalid_message");
  if (value.length > TEXT_HARD_LIMIT) throw refuse("too_long");
  if (Buffer.byteLength(value, "utf8") > TEXT_BYTES) throw refuse("invalid_message");
  if (message.quick_replies === undefined) return { kind: "text", text: value };
  return { kind: "quick_replies", text: value, quick_replies: quickReplies(list(message.quick_replies)) };
}

function quickReplies(given: unknown[]) {
  if (given.length === 0 || given.length > 13) throw refuse("invalid_message");
  return given.map((one) => {
    const { content_type, title, payload } = object(one);
    const label = text(title);
    if (content_type !== "text" || !label || [...label].length > 20) throw refuse("invalid_message");
    return { title: label, payload: text(payload) ?? "" };
  });
}

async function oneAttachment(world: World, place: Place, attachment: Json): Promise<Draft> {
  const type = text(attachment.type) ?? "";
  const payload = object(attachment.payload);
  if (type === "like_heart") return { kind: "like_heart", attachments: [{ type: "like_heart" }] };
  if (type === "template") return template(payload);
  if (type === "MEDIA_SHARE") {
    const post = place.account.posts.find((one) => one.id === id(payload.id));
    if (!post) throw refuse("invalid_message");
    const details = { ig_post_media_id: post.id, title: post.title };
    return { kind: "media_share", attachments: [{ type: "ig_post", asset: post.asset, payload: details }] };
  }
  return { kind: type, attachments: [await mediaFrom(world, place, attachment)] };
}

async function mediaFrom(world: World, { account }: Place, attachment: Json): Promise<Attachment> {
  const type = text(attachment.type) ?? "";
  const asset = await assetFor(world, account, type, object(attachment.payload));
  return { type, asset: asset.id };
}

function template(payload: Json): Draft {
  if (payload.template_type === "button") {
    const label = text(payload.text) ?? "";
    if (!label || [...label].length > 640) throw refuse("invalid_message");
    const element = { title: label, buttons: buttons(payload.buttons) };
    return { kind: "template", attachments: [{ type: "template", payload: { generic: { elements: [element] } } }] };
  }
  const elements = list(payload.elements).map(object);
  if (payload.template_type !== "generic" || elements.length === 0 || elements.length > 10)
    throw refuse("invalid_message");
  for (const element of elements) {
    const title = text(element.title) ?? "";
    if (!title || [...title].length > 80 || [...(text(element.subtitle) ?? "")].length > 80)
      throw refuse("invalid_message");
    if (element.buttons !== undefined) buttons(element.buttons);
  }
  return { kind: "template", attachments: [{ type: "template", payload: { generic: { elements } } }] };
}

function buttons(given: unknown): Json[] {
  const out = list(given).map(object);
  const good = out.every(
    (one) => text(one.title) && (one.type === "web_url" ? text(one.url) : one.type === "postback"),
  );
  if (out.length === 0 || out.length > 3 || !good) throw refuse("invalid_message");
  return out;
}

function replyFrom(place: Place, values: Json): Pick<Draft, "reply_to"> {
  if (values.reply_to === undefined) return {};
  const mid = id(object(values.reply_to).mid);
  if (!mid || !messageIn(place.thread, mid)) throw refuse("invalid_message");
  return { reply_to: { mid } };
}
