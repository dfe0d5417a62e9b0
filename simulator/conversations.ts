import { missing, refuse } from "./errors.ts";
import { type Field, parseFields, type Readers, readNode } from "./fields.ts";
import { customerOf, igsidFor, messageIn, type Place, placeOf, threadOf } from "./find.ts";
import type { GraphCall } from "./graph.ts";
import { conversationId, decodeId } from "./ids.ts";
import { id, type Json, text } from "./json.ts";
import { assetBy, mediaUrl } from "./media.ts";
import { mayUseMessages } from "./permissions.ts";
import type { Attachment, Message } from "./state.ts";
import type { World } from "./store.ts";

const DETAILED = 20;
const PAGE = 25;

/** `GET /me/conversations` (facts 4.1), newest first, or the one with `user_id`. */
export function readConversations(world: World, request: GraphCall): Json {
  mayUseMessages(request.caller);
  const { account } = request.caller;
  const person = id(request.values.user_id);
  const customer = person ? customerOf(world, account, person) : null;
  const only = customer ? threadOf(world, account, customer) : null;
  const threads = person
    ? only
      ? [only]
      : []
    : world.state.threads.filter((one) => one.account === account.user_id && one.messages.length > 0);
  const places = threads.toSorted((a, b) => b.updated_at - a.updated_at).map((one) => placeOf(world, one));
  const fields = parseFields(text(request.values.fields) || "id,updated_time");
  const page = pageOf(places, limitOf(request.values.limit), text(request.values.after));
  const data = page.items.map((place) => readNode(fields, conversationReaders(world, request, place)));
  if (person) return { data };
  return { data, ...paging(world, request, `${account.id}/conversations`, page, request.call.query) };
}

export function readConversation(world: World, request: GraphCall, node: string): Json {
  const place = conversationOf(world, request, node);
  const fields = parseFields(text(request.values.fields) || "id,updated_time");
  return readNode(fields, conversationReaders(world, request, place));
}

/** `GET /{conversation-id}/messages`. */
export function readConversationEdge(world: World, request: GraphCall, node: string): Json {
  const place = conversationOf(world, request, node);
  const fields = text(request.values.fields) ? parseFields(String(request.values.fields)) : null;
  return messagesOf(world, request, place, fields, id(request.values.limit), text(request.values.after));
}

/** `GET /{message-id}`; only the 20 newest of a conversation can be read (facts 4.1). */
export function readMessage(world: World, request: GraphCall, node: string): Json {
  mayUseMessages(request.caller);
  const place = placeWith(world, request, decodeId(node)?.thread);
  const message = place ? messageIn(place.thread, node) : null;
  if (!place || !message) throw missing(node);
  const fields = parseFields(text(request.values.fields) || "id,created_time");
  if (message.is_deleted || !isDetailed(place, message)) throw refuse("deleted");
  return readNode(fields, messageReaders(world, place, message));
}

function conversationOf(world: World, request: GraphCall, node: string): Place {
  mayUseMessages(request.caller);
  const place = placeWith(world, request, decodeId(node)?.thread);
  if (!place) throw missing(node);
  return place;
}

function placeWith(world: World, request: GraphCall, threadId: string | undefined): Place | null {
  const { user_id } = request.caller.account;
  const thread = world.state.threads.find((one) => one.id === threadId && one.account === user_id);
  return thread ? placeOf(world, thread) : null;
}

function conversationReaders(world: World, request: GraphCall, place: Place): Readers {
  const { account, customer, thread } = place;
  return {
    id: () => conversationId(thread.id),
    updated_time: () => time(thread.updated_at),
    participants: () => ({
      data: [
        { username: account.username, id: account.user_id },
        { username: customer.username, id: igsidFor(customer, account) },
      ],
    }),
    messages: ({ fields, modifiers }) => {
      return messagesOf(world, request, place, fields, modifiers.limit ?? null, modifiers.after ?? null);
    },
  };
}

function messagesOf(
  world: World,
  request: GraphCall,
  place: Place,
  fields: Field[] | null,
  limit: string | null,
  after: string | null,
): Json {
  const asked = fields ?? parseFields("created_time,is_unsupported");
  const newest = place.thread.messages.filter((one) => !one.is_deleted).toReversed();
  const page = pageOf(newest, limitOf(limit), after);
  const data = page.items.map((message) => {
    const readers = messageReaders(world, place, message);
    const all = readNode(asked, readers);
    const node = isDetailed(place, message) ? all : readNode(parseFields("created_time"), readers);
    return { id: message.mid, ...node };
  });
  const query = new URLSearchParams();
  const names = fields?.map((one) => one.name).join(",");
  if (names) query.set("fields", names);
  query.set("limit", String(limitOf(limit)));
  return { data, ...paging(world, request, `${conversationId(place.thread.id)}/messages`, page, query) };
}

function isDetailed({ thread }: Place, message: Message): boolean {
  return thread.messages
    .filter((one) => !one.is_deleted)
    .slice(-DETAILED)
    .includes(message);
}

function messageReaders(world: World, { account, customer }: Place, message: Message): Readers {
  const business = { username: account.username, id: account.user_id };
  const person = { username: customer.username, id: igsidFor(customer, account) };
  const [from, to] = message.from === "business" ? [business, person] : [person, business];
  const { shares, media } = sorted(message.attachments);
  return {
    id: () => message.mid,
    created_time: () => time(message.at),
    from: () => from,
    to: () => ({ data: [to] }),
    message: () => message.text ?? "",
    attachments: () => (media.length > 0 ? { data: media.map((one) => attachmentNode(world, one)) } : undefined),
    shares: () => (shares.length > 0 ? { data: shares.map((one) => shareNode(world, one)) } : undefined),
    story: () => storyNode(world, message),
    reactions: () => reactionsNode(message, business, person),
    is_unsupported: () => message.is_unsupported,
    reply_to: () => (message.reply_to && "mid" in message.reply_to ? { mid: message.reply_to.mid } : undefined),
    tags: () => undefined,
  };
}

const STORY = ["story_mention", "story", "ig_story"];
const SHARED = ["share", "ig_post", "ig_reel", "reel", "template", "MEDIA_SHARE"];

function sorted(attachments: Attachment[]) {
  return {
    shares: attachments.filter(({ type }) => SHARED.includes(type)),
    media: attachments.filter(({ type }) => !SHARED.includes(type) && !STORY.includes(type) && type !== "ephemeral"),
  };
}

function attachmentNode(world: World, { type, asset: reference, url }: Attachment): Json {
  const asset = reference ? assetBy(world, reference) : null;
  const address = url ?? (reference ? mediaUrl(world, reference) : "");
  const [width, height] = [asset?.width ?? 1080, asset?.height ?? 1350];
  const identity = asset ? { id: asset.id } : {};
  if (type === "image") {
    const size = { width, height, max_width: width, max_height: height };
    return { image_data: { ...size, url: address, preview_url: address }, ...identity };
  }
  if (type === "video") return { video_data: { width, height, url: address, preview_url: address }, ...identity };
  const about = asset ? { mime_type: asset.mime, name: asset.name, size: asset.size } : {};
  return { ...identity, ...about, file_url: address };
}

function shareNode(world: World, { asset, url, payload }: Attachment): Json {
  if (payload?.generic) return { template: payload };
  return { link: url ?? (asset ? mediaUrl(world, asset) : "") };
}

function storyNode(world: World, message: Message): Json | undefined {
  if (message.reply_to && "story" in message.reply_to) {
    const { id: story, asset } = message.reply_to.story;
    return { reply_to: { link: mediaUrl(world, asset), id: story } };
  }
  const mention = message.attachments.find(({ type }) => type === "story_mention");
  if (!mention) return undefined;
  return {
    mention: {
      link: mention.asset ? mediaUrl(world, mention.asset) : mention.url,
      id: mention.asset ?? "0",
    },
  };
}

function reactionsNode(message: Message, business: Json, person: Json): Json | undefined {
  if (message.reactions.length === 0) return undefined;
  const data = message.reactions.map(({ by, reaction, emoji }) => ({
    reaction: reaction === "other" ? emoji : reaction,
    users: [by === "business" ? business : person],
  }));
  return { data };
}

type Page<T> = { items: T[]; next: string | null };

function pageOf<T>(all: T[], limit: number, after: string | null): Page<T> {
  const [, offset] =
    Buffer.from(after ?? "", "base64url")
      .toString("latin1")
      .match(/^cursor:(\d+)$/) ?? [];
  const start = Number(offset ?? 0);
  const end = start + limit;
  return {
    items: all.slice(start, end),
    next: end < all.length ? Buffer.from(`cursor:${end}`).toString("base64url") : null,
  };
}

function paging<T>(world: World, request: GraphCall, path: string, page: Page<T>, query: URLSearchParams): Json {
  if (!page.next) return {};
  const next = new URL(`${world.origin()}/${request.call.version}/${path}`);
  next.searchParams.set("access_token", request.caller.token.token);
  for (const [name, value] of query) if (name !== "access_token") next.searchParams.set(name, value);
  next.searchParams.set("after", page.next);
  return { paging: { cursors: { after: page.next }, next: next.href } };
}

function limitOf(given: unknown): number {
  const limit = Number(id(given) ?? PAGE);
  return Number.isInteger(limit) && limit > 0 ? Math.min(limit, 100) : PAGE;
}

/** `2026-04-05T05:27:08+0000` */
function time(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "+0000");
}
