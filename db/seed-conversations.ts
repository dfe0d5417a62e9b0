import { randomInt, randomUUID } from "node:crypto";
import { DIALOGUES, type Line, nameOf, type Topic } from "./seed-dialogues.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A small demo has more than a handful of open conversations. */
const openDays = (total: number) => (total <= 500 ? 14 : 4);
/** The widest that randomInt takes: people are told apart by their igsid, in a million conversations too. */
const MAX_RANGE = 2 ** 48 - 1;

export type SeedMessage = {
  id: string;
  mid: string;
  direction: "inbound" | "outbound";
  occurredAt: string;
  text: string;
  reactions: object[];
  origin: "customer" | "antwort";
  status: "sent" | null;
};

export type SeedConversation = {
  id: string;
  contactId: string;
  igsid: string;
  username: string;
  name: string | null;
  followerCount: number;
  lastMessageId: string;
  lastMessageAt: string;
  lastInboundAt: string;
  contactReadAt: string | null;
  closedAt: string | null;
  snoozedUntil: string | null;
  /** A place among the staff, turned over as often as it takes; nobody where it is null. */
  assignee: number | null;
  topic: Topic | null;
  isRead: boolean;
  messages: SeedMessage[];
};

/**
 * Exactly so many conversations and messages; the same amounts give the same talk, the newest a few minutes ago. Customers
 * write in one language, or in both.
 */
export function makeConversations(
  conversations: number,
  messages: number,
  now: Date,
  language?: "en" | "de",
): SeedConversation[] {
  const random = seededRandom(conversations * 31 + messages);
  const each = Math.floor(messages / conversations);
  const rest = messages - each * conversations;
  return Array.from({ length: conversations }, (_, index) =>
    makeConversation(index, each + (index < rest ? 1 : 0), conversations, now, random, language),
  );
}

/** Most of the talk is recent: the first in minutes, the last a year ago. */
function ageOf(index: number, total: number): number {
  return 3 * MINUTE + (index / total) ** 2 * 360 * DAY + index * MINUTE;
}

function makeConversation(
  index: number,
  length: number,
  total: number,
  now: Date,
  random: () => number,
  language: "en" | "de" | undefined,
): SeedConversation {
  const ageMs = ageOf(index, total);
  const person = personOf(index, random, language);
  const lines = linesOf(person.language, length, random);
  const messages = timed(lines, now.getTime() - ageMs, random);
  const last = messages.at(-1) as SeedMessage;
  const inbound = messages.findLast(({ direction }) => direction === "inbound") as SeedMessage;
  const isOpen = ageMs < openDays(total) * DAY;
  const hasAnswer = messages.some(({ direction }) => direction === "outbound");
  const isSnoozed = isOpen && last.direction === "outbound" && random() < 0.2;
  const isRead = !isOpen || isSnoozed || last.direction === "outbound" || random() < 0.4;
  return {
    id: randomUUID(),
    contactId: randomUUID(),
    igsid: String(randomInt(1_000_000_000_000_000, 1_000_000_000_000_000 + MAX_RANGE)),
    username: person.username,
    name: person.name,
    followerCount: Math.floor(random() ** 3 * 4000),
    lastMessageId: last.id,
    lastMessageAt: last.occurredAt,
    lastInboundAt: inbound.occurredAt,
    contactReadAt: last.direction === "outbound" && random() < 0.7 ? last.occurredAt : inbound.occurredAt,
    closedAt: isOpen ? null : last.occurredAt,
    snoozedUntil: isSnoozed ? morningIn(1 + Math.floor(random() * 6), now) : null,
    assignee: hasAnswer && random() < 0.75 ? Math.floor(random() * 1000) : null,
    topic: lines.at(-1)?.topic ?? null,
    isRead,
    messages,
  };
}

function morningIn(days: number, now: Date): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9).toISOString();
}

function personOf(index: number, random: () => number, wanted: "en" | "de" | undefined) {
  const language = wanted ?? (random() < 0.5 ? "en" : "de");
  const { first, last } = nameOf(language, index);
  const base = `${first}.${last}`
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/[^a-z.]/g, "");
  const hasName = random() > 0.06;
  return {
    language,
    username: `${base}${index % 7 === 0 ? "" : `_${(index * 7919) % 9973}`}`,
    name: hasName ? `${first} ${last}` : null,
  };
}

/** Whole dialogues, one after another, cut so that the length is exact; the first line is always the customer's. */
function linesOf(language: "en" | "de", length: number, random: () => number): Line[] {
  const dialogues = DIALOGUES[language];
  const lines: Line[] = [];
  while (lines.length < length) lines.push(...(dialogues[Math.floor(random() * dialogues.length)] as Line[]));
  return lines.slice(0, length);
}

function timed(lines: Line[], endsAt: number, random: () => number): SeedMessage[] {
  const gaps = lines.map((line, index) => (index === 0 ? 0 : gapMs(line, lines[index - 1] as Line, random)));
  let at = endsAt - gaps.reduce((sum, gap) => sum + gap, 0);
  return lines.map(({ by, text, reaction }, index) => {
    at += gaps[index] ?? 0;
    const occurredAt = new Date(at).toISOString();
    const isOurs = by === "us";
    return {
      id: randomUUID(),
      mid: `demo_${randomUUID()}`,
      direction: isOurs ? "outbound" : "inbound",
      occurredAt,
      text,
      reactions: reaction ? [{ by: isOurs ? "contact" : "business", emoji: reaction, at: occurredAt }] : [],
      origin: isOurs ? "antwort" : "customer",
      status: isOurs ? "sent" : null,
    };
  });
}

/** The same side writes on at once; an answer takes minutes; a new subject begins days later. */
function gapMs(line: Line, previous: Line, random: () => number): number {
  if (line.opens) return (2 + random() * 20) * DAY;
  return (line.by === previous.by ? 0.3 : 2) * MINUTE * (1 + random() * 6);
}

function seededRandom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
