import { randomBytes, randomInt } from "node:crypto";

/** A message id as captured ones decode: account, thread and creation time in microseconds (facts 0.3). */
export function messageId(account: string, thread: string, micros: number): string {
  return encode(`ig_dm_item:1:IGMessageID:${account}:${thread}:${BigInt(micros) << 64n}`);
}

/** The id under which the Conversations API knows a thread (facts 0.3). */
export function conversationId(thread: string): string {
  return encode(`ig_dm:${thread}`);
}

/** The account, thread and time inside a message or conversation id, or null if it is neither. */
export function decodeId(id: string): { kind: "message" | "conversation"; thread: string } | null {
  const base64 = id.replace(/Z([ABCD])/g, (_, letter: string) => ({ A: "Z", B: "+", C: "/", D: "=" })[letter] ?? "");
  const parts = Buffer.from(base64, "base64").toString("latin1").split(":");
  if (parts[0] === "ig_dm_item" && parts.length === 6) return { kind: "message", thread: parts[4] ?? "" };
  if (parts[0] === "ig_dm" && parts.length === 2) return { kind: "conversation", thread: parts[1] ?? "" };
  return null;
}

export const threadId = () => `340282366841710301244${digits(18)}`;
export const scopedId = () => `1${digits(15)}`;
export const mediaId = () => `180${digits(14)}`;
export const commentId = () => `179${digits(14)}`;
export const assetId = () => `1${digits(15)}`;
export const code = () => `AQ${letters(158)}`;
export const token = () => `IGAA${letters(174)}ZD`;
export const traceId = () => `A${randomBytes(17).toString("base64url").slice(0, 22)}`;
export const shortId = () => randomBytes(6).toString("hex");

export function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join("");
}

function letters(count: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join("");
}

function encode(text: string): string {
  const base64 = Buffer.from(text, "latin1").toString("base64");
  return base64.replace(/Z/g, "ZA").replace(/\+/g, "ZB").replace(/\//g, "ZC").replace(/=/g, "ZD");
}
