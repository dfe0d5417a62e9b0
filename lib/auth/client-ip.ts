import { BlockList, isIP } from "node:net";
import { env } from "#lib/env.ts";

/** Set by our HTTP server on every request to the address at the other end of the connection; a client cannot. */
export const PEER_HEADER = "x-antwort-peer";

/** The nearest address that is not one of our own proxies, reading `X-Forwarded-For` from the right. */
export function clientIp(headers: Headers): string {
  const hops = forwardedHops(headers);
  const peer = normalise(headers.get(PEER_HEADER)) ?? hops.pop() ?? "unknown";
  let client = peer;
  while (isTrustedProxy(client)) {
    const previous = hops.pop();
    if (!previous) break;
    client = previous;
  }
  return client;
}

/** True when the connection comes from a proxy of ours, so that its `X-Forwarded-*` headers count. */
export function isFromTrustedProxy(headers: Headers): boolean {
  const peer = normalise(headers.get(PEER_HEADER));
  return peer !== undefined && isTrustedProxy(peer);
}

/** What guesses are counted by: one IPv4 address, or the /64 that a single line gets. */
export function networkPrefix(ip: string): string {
  if (isIP(ip) !== 6) return ip;
  return `${expandIpv6(ip).slice(0, 4).join(":")}::/64`;
}

function forwardedHops(headers: Headers): string[] {
  return (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map(normalise)
    .filter((hop) => hop !== undefined);
}

function normalise(address: string | null): string | undefined {
  const bare = (address ?? "")
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, "$1")
    .replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(bare) ? bare : undefined;
}

function isTrustedProxy(ip: string): boolean {
  const list = new BlockList();
  for (const range of env().TRUSTED_PROXIES) {
    const [network = "", bits] = range.split("/");
    const family = isIP(network) === 6 ? "ipv6" : "ipv4";
    if (!isIP(network)) continue;
    list.addSubnet(network, Number(bits ?? (family === "ipv6" ? 128 : 32)), family);
  }
  return isIP(ip) !== 0 && list.check(ip, isIP(ip) === 6 ? "ipv6" : "ipv4");
}

function expandIpv6(ip: string): string[] {
  const host = new URL(`http://[${ip}]`).hostname.slice(1, -1);
  const [left = "", right = ""] = host.split("::");
  const head = left.split(":").filter(Boolean);
  const tail = right.split(":").filter(Boolean);
  const gap = host.includes("::") ? new Array(8 - head.length - tail.length).fill("0") : [];
  return [...head, ...gap, ...tail];
}
