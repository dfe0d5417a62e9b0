import { refuse } from "./errors.ts";
import type { GraphCall } from "./graph.ts";
import { sha256 } from "./http.ts";
import { digits } from "./ids.ts";
import { id, type Json, maybeJson, object, text } from "./json.ts";
import { storeAsset } from "./media.ts";
import { mayUseMessages } from "./permissions.ts";
import type { Account, Asset } from "./state.ts";
import type { World } from "./store.ts";

const MB = 1024 * 1024;

/** What each attachment type takes (facts 3): the first bytes decide, not the declared type. */
const RULES: Record<string, { limit: number; kinds: string[] }> = {
  image: { limit: 8 * MB, kinds: ["image/png", "image/jpeg", "image/gif"] },
  audio: { limit: 25 * MB, kinds: ["audio/aac", "audio/mp4", "video/mp4", "audio/wav"] },
  video: {
    limit: 25 * MB,
    kinds: ["video/mp4", "audio/mp4", "video/ogg", "video/avi", "video/quicktime", "video/webm"],
  },
  file: { limit: 25 * MB, kinds: ["application/pdf"] },
};

/** `POST /{IG_ID}/message_attachments`, by address or as multipart `filedata`. */
export async function uploadAttachment(world: World, { caller, values, files }: GraphCall): Promise<Json> {
  mayUseMessages(caller);
  const message = object(maybeJson(values.message));
  const attachment = object(message.attachment);
  const type = text(attachment.type) ?? "";
  const file = files.filedata;
  const asset = file
    ? accept(world, type, file.bytes, file.name)
    : await fetchAsset(world, type, text(object(attachment.payload).url) ?? "");
  const upload = { id: `15${digits(14)}`, account: caller.account.user_id, asset: asset.id, type };
  world.state.uploads.push(upload);
  world.changed();
  return { attachment_id: upload.id };
}

/** The asset a send names, by address or by the id of an upload. */
export async function assetFor(world: World, account: Account, type: string, payload: Json): Promise<Asset> {
  const uploadId = id(payload.attachment_id);
  if (!uploadId) return fetchAsset(world, type, text(payload.url) ?? "");
  const upload = world.state.uploads.find((one) => one.id === uploadId && one.account === account.user_id);
  const asset = upload ? world.state.assets.find((one) => one.id === upload.asset) : null;
  if (!upload || !asset) throw refuse("not_your_attachment");
  if (upload.type !== type) throw refuse("wrong_type");
  return asset;
}

/** Fetches what the app offers, as Meta does: 200 within 30 s (video 75 s), not too large, of the right kind. */
async function fetchAsset(world: World, type: string, url: string): Promise<Asset> {
  const rule = RULES[type];
  if (!rule || !/^https?:\/\//.test(url)) throw refuse("invalid_message");
  const entry: World["state"]["fetches"][number] = { at: world.now(), url, status: null, bytes: 0, sha256: null };
  world.state.fetches.push(entry);
  const bytes = await download(url, rule.limit, type === "video" ? 75_000 : 30_000, entry).catch((error: Error) => {
    entry.error = error.name === "TimeoutError" ? "timeout" : error.message;
    return null;
  });
  world.changed();
  if (entry.error === "too large") throw refuse("too_large");
  if (entry.error === "timeout" && type === "video") throw refuse("video_timeout");
  if (!bytes) throw refuse("fetch_failed");
  entry.sha256 = sha256(bytes);
  return accept(world, type, bytes, decodeURIComponent(new URL(url).pathname.split("/").at(-1) || type));
}

async function download(url: string, limit: number, ms: number, entry: World["state"]["fetches"][number]) {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(ms),
    headers: { "User-Agent": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)" },
  });
  entry.status = response.status;
  if (response.status !== 200 || !response.body) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body) {
    chunks.push(chunk);
    entry.bytes += chunk.length;
    if (entry.bytes > limit) throw new Error("too large");
  }
  return Buffer.concat(chunks);
}

function accept(world: World, type: string, bytes: Buffer, name: string): Asset {
  const rule = RULES[type];
  if (!rule) throw refuse("invalid_message");
  if (bytes.length > rule.limit) throw refuse("too_large");
  const mime = sniff(bytes);
  if (!mime || !rule.kinds.includes(mime)) throw refuse("wrong_type");
  const kept = type === "audio" && mime === "video/mp4" ? "audio/mp4" : mime;
  const asset = storeAsset(world, bytes, kept, name);
  if (mime === "image/png" && bytes.length > 24) {
    asset.width = bytes.readUInt32BE(16);
    asset.height = bytes.readUInt32BE(20);
  }
  return asset;
}

/** The media type by its first bytes, or null. */
export function sniff(bytes: Buffer): string | null {
  const head = bytes.subarray(0, 16).toString("latin1");
  if (head.startsWith("\x89PNG\r\n")) return "image/png";
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (head.startsWith("GIF8")) return "image/gif";
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return "image/webp";
  if (head.startsWith("%PDF-")) return "application/pdf";
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WAVE") return "audio/wav";
  if (head.startsWith("RIFF") && head.slice(8, 11) === "AVI") return "video/avi";
  if (head.slice(4, 8) === "ftyp") {
    if (head.slice(8, 11) === "M4A") return "audio/mp4";
    return head.slice(8, 10) === "qt" ? "video/quicktime" : "video/mp4";
  }
  if (head.startsWith("OggS")) return "video/ogg";
  if (head.startsWith("\x1aE\xdf\xa3")) return "video/webm";
  if (head.startsWith("ID3") || /^\xff[\xe2\xe3\xf2\xf3\xfa\xfb]/.test(head)) return "audio/mpeg";
  if (/^\xff[\xf0\xf1\xf8\xf9]/.test(head)) return "audio/aac";
  return null;
}
