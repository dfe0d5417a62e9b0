import { createHmac } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer, Call } from "./http.ts";
import { assetId } from "./ids.ts";
import { describeSample, sample } from "./samples.ts";
import type { Asset } from "./state.ts";
import { mediaFolder, type World } from "./store.ts";

/**
 * Media by reference: `sample:walnut` or the id of a stored asset. Addresses are signed and public like those of
 * Instagram's CDN; `generation` makes old addresses die while a fresh reading gives a new one (facts 2.5).
 */
export function assetBy(world: World, reference: string): Asset | null {
  const found = world.state.assets.find((one) => one.id === reference || `sample:${one.sample}` === reference);
  if (found || !reference.startsWith("sample:")) return found ?? null;
  const name = reference.slice("sample:".length);
  const described = describeSample(name);
  if (!described) return null;
  const asset: Asset = { id: assetId(), source: "sample", sample: name, generation: 0, ...described };
  world.state.assets.push(asset);
  return asset;
}

const memory = new WeakMap<World, Map<string, Buffer>>();

export function storeAsset(world: World, bytes: Buffer, mime: string, name: string): Asset {
  const asset: Asset = { id: assetId(), source: "stored", mime, name, size: bytes.length, generation: 0 };
  const { stateFile } = world.settings;
  if (stateFile) {
    mkdirSync(mediaFolder(stateFile), { recursive: true });
    writeFileSync(join(mediaFolder(stateFile), asset.id), bytes);
  } else {
    if (!memory.has(world)) memory.set(world, new Map());
    memory.get(world)?.set(asset.id, bytes);
  }
  world.state.assets.push(asset);
  world.changed();
  return asset;
}

export function assetBytes(world: World, asset: Asset): Buffer | null {
  if (asset.source === "sample") return sample(asset.sample ?? "")?.bytes ?? null;
  const { stateFile } = world.settings;
  if (!stateFile) return memory.get(world)?.get(asset.id) ?? null;
  const path = join(mediaFolder(stateFile), asset.id);
  return existsSync(path) ? readFileSync(path) : null;
}

/** The public address of message media, in the manner of lookaside.fbsbx.com. */
export function mediaUrl(world: World, reference: string): string {
  return world.origin() + mediaPath(world, reference);
}

export function mediaPath(world: World, reference: string): string {
  const asset = assetBy(world, reference);
  if (!asset) return "/cdn/ig_messaging_cdn/?asset_id=0&signature=gone";
  return `/cdn/ig_messaging_cdn/?asset_id=${asset.id}&signature=${signature(world, asset)}`;
}

/** The address of a profile picture, whose last parameter tells its expiry in hex. */
export function pictureUrl(world: World, reference: string): string {
  return world.origin() + picturePath(world, reference);
}

export function picturePath(world: World, reference: string): string {
  const asset = assetBy(world, reference);
  if (!asset) return mediaPath(world, reference);
  const expiry = Math.floor(world.now() / 1000 + 4 * 86_400)
    .toString(16)
    .toUpperCase();
  return `/cdn/v/t51.2885-19/${asset.id}_n.png?stp=dst-jpg_s206x206&oh=${signature(world, asset)}&oe=${expiry}`;
}

export function serveMedia(world: World, call: Call): Answer {
  const id = call.query.get("asset_id") ?? call.path.match(/\/(\d+)_n\.png$/)?.[1] ?? "";
  const asset = world.state.assets.find((one) => one.id === id);
  if (!asset) return plain(404, "Content not found");
  const given = call.query.get("signature") ?? call.query.get("oh");
  const expiry = Number.parseInt(call.query.get("oe") ?? "ffffffff", 16) * 1000;
  if (given !== signature(world, asset)) return plain(403, "URL signature mismatch");
  if (expiry < world.now()) return plain(403, "URL signature expired");
  const bytes = assetBytes(world, asset);
  return bytes ? ranged(call, asset, bytes) : plain(404, "Content not found");
}

function ranged(call: Call, asset: Asset, bytes: Buffer): Answer {
  const headers: Record<string, string> = {
    "Content-Type": asset.mime,
    "Accept-Ranges": "bytes",
    "Cache-Control": "max-age=1209600",
    "Content-Disposition": `inline; filename="${asset.name.replace(/[^\w.-]/g, "_")}"`,
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
  };
  const [, from, to] = call.headers.range?.match(/^bytes=(\d*)-(\d*)$/) ?? [];
  if (from === undefined || (from === "" && to === "")) return { status: 200, headers, body: bytes };
  const start = from === "" ? Math.max(0, bytes.length - Number(to)) : Number(from);
  const end = from === "" || !to ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
  if (start > end) return { status: 416, headers: { "Content-Range": `bytes */${bytes.length}` }, body: "" };
  headers["Content-Range"] = `bytes ${start}-${end}/${bytes.length}`;
  return { status: 206, headers, body: bytes.subarray(start, end + 1) };
}

function plain(status: number, body: string): Answer {
  return { status, headers: { "Content-Type": "text/plain" }, body };
}

function signature(world: World, asset: Asset): string {
  const mac = createHmac("sha256", world.settings.appSecret).update(`${asset.id}:${asset.generation}`);
  return `AY${mac.digest("base64url")}`;
}
