import { igsidFor, type Place } from "./find.ts";
import type { Json } from "./json.ts";
import { mediaUrl } from "./media.ts";
import type { Account, Attachment, Message, Update } from "./state.ts";
import type { World } from "./store.ts";
import type { Webhooks } from "./webhooks.ts";

export type Service = { world: World; webhooks: Webhooks };

/**
 * Sends one update about a conversation, if the account is subscribed and the app ticked the field. `direction` says who
 * stands as sender: `in` the customer, `out` the business (echoes).
 */
export function emit(service: Service, place: Place, field: string, direction: "in" | "out", at: number, body: Json) {
  const { account, customer, thread } = place;
  if (!listens(service.world, account, field)) return;
  const igsid = igsidFor(customer, account);
  const [sender, recipient] = direction === "in" ? [igsid, account.user_id] : [account.user_id, igsid];
  const event = { sender: { id: sender }, recipient: { id: recipient }, timestamp: stamp(service.world, at), ...body };
  const { envelope } = service.world.state.webhooks;
  const list = thread.owner === "other" ? "standby" : envelope;
  service.webhooks.emit({ account: account.user_id, lane: thread.id, field, list, event });
}

/** Sends a `changes` update (comments, mentions) of an account. */
export function emitChange(service: Service, account: Account, field: string, value: Json, list: Update["list"]) {
  if (!listens(service.world, account, field)) return;
  service.webhooks.emit({ account: account.user_id, lane: `changes:${account.user_id}`, field, list, event: value });
}

/** The message event, or its echo when the business wrote it (facts 2.5). */
export function emitMessage(service: Service, place: Place, message: Message) {
  const { world } = service;
  if (message.from === "business") return emitEcho(service, place, message);
  if (world.state.webhooks.stray_edit) {
    const event = { timestamp: stamp(world, message.at), message_edit: { mid: message.mid, num_edit: 0 } };
    const { account, thread } = place;
    if (!listens(world, account, "message_edit")) return;
    service.webhooks.emit({
      account: account.user_id,
      lane: thread.id,
      field: "message_edit",
      list: "messaging",
      event,
    });
    return;
  }
  emit(service, place, "messages", "in", message.at, { message: messageBody(world, message) });
}

function emitEcho(service: Service, place: Place, message: Message) {
  const { webhooks } = service.world.state;
  if (webhooks.echo === "missing") return;
  const send = () => {
    for (let copy = 0; copy < Math.max(1, webhooks.echo_duplicate); copy++) {
      emit(service, place, "messages", "out", message.at, { message: messageBody(service.world, message) });
    }
  };
  if (webhooks.echo_delay_ms > 0) setTimeout(send, webhooks.echo_delay_ms);
  else send();
}

function messageBody(world: World, message: Message): Json {
  return {
    mid: message.mid,
    ...(message.text === null ? {} : { text: message.text }),
    ...(message.from === "business" ? { is_echo: true } : {}),
    ...(message.is_unsupported ? { is_unsupported: true } : {}),
    ...(message.attachments.length > 0 ? { attachments: attachments(world, message) } : {}),
    ...(message.reply_to ? { reply_to: replyTo(world, message.reply_to) } : {}),
    ...message.extra,
  };
}

function attachments(world: World, message: Message): Json[] {
  const out = message.attachments.map((one) => attachmentBody(world, one));
  if (!world.state.webhooks.share_twins) return out;
  return out.flatMap((one) => (one.type === "ig_post" ? [{ ...one, type: "share" }, one] : [one]));
}

function attachmentBody(world: World, { type, asset, url, payload }: Attachment): Json {
  const address = url ?? (asset ? mediaUrl(world, asset) : null);
  if (type === "ephemeral") return { type };
  const key = type === "ig_story" || type === "story" ? "story_media_url" : "url";
  return { type, payload: { ...payload, ...(address ? { [key]: address } : {}) } };
}

export function replyTo(world: World, reply: NonNullable<Message["reply_to"]>): Json {
  if ("mid" in reply) return reply;
  const { asset, id, link_sticker_url } = reply.story;
  return { story: { id, url: mediaUrl(world, asset), ...(link_sticker_url ? { link_sticker_url } : {}) } };
}

/** An account subscribed to anything gets every field the app is subscribed to (facts 1.6). */
function listens(world: World, account: Account, field: string): boolean {
  const { webhook_fields, mode } = world.state.app;
  if (mode !== "live" || !account.message_access || account.subscribed_fields.length === 0) return false;
  return webhook_fields === null || webhook_fields.includes(field);
}

function stamp(world: World, at: number): number | string {
  const style = world.state.webhooks.timestamps;
  if (style === "ms") return at;
  const seconds = Math.floor(at / 1000);
  if (style === "seconds") return seconds;
  return style === "string" ? String(at) : String(seconds);
}
