import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { z } from "zod";
import { clientIp } from "#lib/auth/client-ip.ts";

/** An address or a range, as a key may be bound to: `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`. */
export const rangeInput = z.string().trim().max(50).refine(isRange, "This is no IP address and no range.");

/** Written out in full: the short forms of old, such as `10.1`, mean another address than one thinks. */
function isRange(text: string): boolean {
  const [network = "", bits] = text.split("/");
  return isIP(network) !== 0 && (bits === undefined || ipaddr.isValidCIDR(text));
}

/** Whether a request comes from one of these; everything does where nothing is said. */
export function isAllowedFrom(headers: Headers, ranges: string[] | null): boolean {
  if (!ranges) return true;
  const client = clientIp(headers);
  return ipaddr.isValid(client) && ranges.some((range) => isIn(ipaddr.process(client), range));
}

function isIn(address: ipaddr.IPv4 | ipaddr.IPv6, range: string): boolean {
  const [network, bits] = range.includes("/") ? ipaddr.parseCIDR(range) : [ipaddr.process(range), null];
  if (network.kind() !== address.kind()) return false;
  return address.match(network, bits ?? (network.kind() === "ipv4" ? 32 : 128));
}
