import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { env } from "#lib/env.ts";
import { extensionOf } from "#lib/instagram/capabilities.ts";

/** Instagram fetches within a minute or two; a link that leaks is of no use an hour later. */
export const LINK_MS = 60 * 60 * 1000;

type Linked = { id: string; mimeType: string };

/** The public address from which Instagram fetches one upload, for an hour. Nothing else can be reached through it. */
export function signUploadLink({ id, mimeType }: Linked, now = Date.now()): string {
  const file = `${id}.${extensionOf(mimeType)}`;
  const until = String(Math.floor((now + LINK_MS) / 1000));
  const query = new URLSearchParams({ until, signature: signature(["get", file, until]) });
  return `${env().APP_URL}/api/files/${file}?${query}`;
}

/** The upload a link of ours names, however old it is; null for anything we did not sign. */
export function readUploadLink(url: string): { id: string; isExpired: boolean } | null {
  const { pathname, searchParams } = new URL(url, env().APP_URL);
  const [, file = "", id] = pathname.match(/^\/api\/files\/(([0-9a-f-]{36})\.[a-z0-9]{1,5})$/) ?? [];
  const until = searchParams.get("until") ?? "";
  if (!id || !isSigned(["get", file, until], searchParams.get("signature") ?? "")) return null;
  return { id, isExpired: Number(until) * 1000 <= Date.now() };
}

/** What a link promises, so that nothing of it can be changed. */
export function signature(parts: string[]): string {
  return createHmac("sha256", linkKey()).update(JSON.stringify(parts)).digest("base64url");
}

export function isSigned(parts: string[], given: string): boolean {
  const [own, other] = [Buffer.from(signature(parts)), Buffer.from(given)];
  return own.length === other.length && timingSafeEqual(own, other);
}

/** A key of its own: what signs links can sign nothing else. */
function linkKey(): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", env().AUTH_SECRET, "", "antwort upload links", 32));
}
