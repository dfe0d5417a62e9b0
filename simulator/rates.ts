import { type Refusal, refuse } from "./errors.ts";
import type { Target } from "./faults.ts";
import type { World } from "./store.ts";

const PER_SECOND: Record<string, number> = { messages: 100, conversations: 2, conversation: 2, message: 2 };
const SLOW_KINDS = ["audio", "video"];
const HOURLY = 5000;

/** The limits of section 6, if they are switched on: per account and second. */
export function rateLimited(world: World, target: Target): Refusal | null {
  if (!world.state.app.enforce_rate_limits || !target.account) return null;
  const media = target.endpoint === "messages" && SLOW_KINDS.includes(target.kind ?? "");
  const limit = media ? 10 : PER_SECOND[target.endpoint];
  if (limit === undefined) return null;
  const family = target.endpoint === "messages" ? (media ? "media" : "messages") : "conversations";
  const recent = recentOf(world, `${target.account}:${family}`);
  if (recent.length >= limit) return limited();
  recent.push(Date.now());
  return null;
}

/** `x-app-usage` as captured: percent of the hourly budget. */
export function usageHeaders(world: World): Record<string, string> {
  const recent = recentOf(world, "usage", 3_600_000);
  recent.push(Date.now());
  const call_volume = Math.min(100, Math.floor((recent.length * 100) / HOURLY));
  return { "x-app-usage": JSON.stringify({ call_volume, cpu_time: 0 }) };
}

function limited(): Refusal {
  const refusal = refuse("rate");
  refusal.headers["x-app-usage"] = JSON.stringify({ call_volume: 100, cpu_time: 20 });
  return refusal;
}

const windows = new WeakMap<World, Map<string, number[]>>();

function recentOf(world: World, key: string, span = 1000): number[] {
  const map = windows.get(world) ?? new Map<string, number[]>();
  windows.set(world, map);
  const recent = map.get(key) ?? [];
  map.set(key, recent);
  const since = Date.now() - span;
  while (recent.length > 0 && (recent[0] ?? 0) < since) recent.shift();
  return recent;
}
