import { messageRow } from "#components/inbox/test-rows.ts";
import type { ConversationMessage, MessageAttachment } from "#components/inbox/types.ts";
import type { GalleryPayload } from "./gallery.tsx";

const PERSON = { id: "contact", igsid: "1284407719365528", username: "lena.wirth.foto", name: "Lena Wirth" };
const FAILURE = { code: 551, subcode: 1545041, traceId: "Aybsewtv3JJd7YzV_JKDUX9" };

/** What no single payload brings about: the states of what we send ourselves, files that died, and rarer company. */
export const STATES: GalleryPayload[] = [
  state("Waiting, on its way, sent, seen", [
    ours("1", { text: "Waiting", status: "queued", mid: null }),
    ours("2", { text: "On its way", status: "sending", mid: null }),
    ours("3", { text: "Sent", status: "sent" }),
  ]),
  state("Not sent, and why", [
    ours("1", { text: "Are you there?", status: "failed", failure: { reason: "person_unavailable", ...FAILURE } }),
  ]),
  state("Nobody knows whether it was sent", [
    ours("1", { text: "Did this arrive?", status: "unconfirmed", failure: null }),
  ]),
  state("One act in parts, one of which failed", [
    ours("1", { text: "Here is the plan, and two photos.", actId: "act" }),
    ours("2", { text: null, actId: "act", attachments: [upload("image", "a.jpg"), upload("image", "b.jpg")] }),
    ours("3", {
      text: null,
      actId: "act",
      attachments: [upload("file", "plan.pdf")],
      status: "failed",
      failure: { reason: "media_type_mismatch", code: 100, subcode: 2018047, traceId: "AmnkFuToiD5yhFtKA0JnMDV" },
    }),
  ]),
  state("Answers to tap", [
    ours("1", {
      text: "What is it about?",
      quickReplies: ["Delivery", "Opening hours", "Something else"].map((title) => ({ title, payload: title })),
    }),
  ]),
  state("Sound, film and a file of ours", [
    ours("1", { text: null, attachments: [upload("video", "clip.mp4")] }),
    ours("2", { text: null, attachments: [upload("audio", "voice.m4a")] }),
    ours("3", { text: null, attachments: [upload("file", "Angebot für den Nussbaumtisch, 2. Fassung.pdf")] }),
    ours("4", { text: null, attachments: [{ ...upload("heart", ""), mediaPath: null }] }),
  ]),
  state("Files that are gone", [
    theirs("1", { text: null, attachments: [dead("image"), dead("image")] }),
    theirs("2", { text: null, attachments: [dead("image")] }),
    theirs("3", { text: null, attachments: [dead("video")] }),
    theirs("4", { text: null, attachments: [dead("audio")] }),
    theirs("5", { text: null, attachments: [dead("file")] }),
    theirs("6", { text: null, attachments: [dead("story")] }),
  ]),
  state("Reactions of both, quotes and what was fetched later", [
    theirs("1", { text: "Perfect!", reactions: [reaction("contact", "❤️"), reaction("business", "👍")] }),
    theirs("2", { text: "This one", quoted: quote({ text: "Which of the two?", direction: "outbound" }) }),
    theirs("3", { text: "I mean that", quoted: quote({ id: null, direction: null }) }),
    theirs("4", { text: "Never mind", quoted: quote({ isDeleted: true }) }),
    theirs("5", { text: "Found later", origin: "recovered" }),
    theirs("6", { text: "From before", origin: "imported" }),
    ours("7", { text: "Personally, after a day", tag: "HUMAN_AGENT" }),
  ]),
  state("Words of many kinds", [
    theirs("1", { text: "😍" }),
    theirs("2", {
      text: "https://www.brassmoonstudio.example/products/walnut-side-table?size=large&finish=oil#details",
    }),
    theirs("3", { text: "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhalterungsschraube ".repeat(2) }),
    theirs("4", { text: "שלום, האם השולחן עדיין זמין?" }),
    theirs("5", { text: "First line\n\nThird line\n\tand a tab" }),
    theirs("6", { text: null, deletedAt: "2026-11-22T11:00:00.000Z" }),
  ]),
];

function state(what: string, messages: ConversationMessage[]): GalleryPayload {
  const known = { contact: PERSON, accountUsername: "brassmoonstudio", contactReadAt: null, standbySince: null };
  const key = what.replace(/\W+/gu, "-").toLowerCase();
  const own = messages.map((message) => ({ ...message, id: `${key}-${message.id}`, conversationId: key }));
  return { name: "", what, threads: [{ ...known, messages: own }], kept: [] };
}

function ours(number: string, given: Partial<ConversationMessage>): ConversationMessage {
  return messageRow({ id: number, direction: "outbound", occurredAt: `2026-11-22T10:0${number}:00.000Z`, ...given });
}

function theirs(number: string, given: Partial<ConversationMessage>): ConversationMessage {
  return messageRow({ id: number, occurredAt: `2026-11-22T10:0${number}:00.000Z`, ...given });
}

function upload(type: MessageAttachment["type"], title: string): MessageAttachment {
  const path = type === "video" ? "clip.mp4" : type === "audio" ? "voice.m4a" : "photo.svg";
  const nothing = { mediaId: null, template: null, linkUrl: null };
  return { ...nothing, type, rawType: type, title, sizeBytes: 184_220, mediaPath: `/gallery/media/${path}?${title}` };
}

function dead(type: MessageAttachment["type"]): MessageAttachment {
  return { ...upload(type, ""), title: null, sizeBytes: 1_284_220, mediaPath: `/gallery/media/dead-${type}` };
}

function reaction(by: "contact" | "business", emoji: string) {
  return { by, emoji, at: "2026-11-22T10:30:00.000Z" };
}

function quote(given: Partial<NonNullable<ConversationMessage["quoted"]>>) {
  const quoted = { id: "nowhere", direction: "inbound" as const, text: null, attachmentTypes: [], isDeleted: false };
  return { ...quoted, ...given };
}
