import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { EgressError } from "./errors.ts";
import { isException } from "./exceptions.ts";

export type Address = { address: string; family: number };

/**
 * The addresses a connection to the host may use, each of them checked, whether the host is a name or a literal. One that may
 * not be used refuses the whole name: an honest name never mixes public and private ones.
 */
export async function resolveAllowed(url: URL): Promise<Address[]> {
  const addresses = await resolve(url.hostname.replace(/^\[(.*)\]$/, "$1"));
  if (addresses.length === 0) throw new EgressError("unreachable", "The host has no address.");
  if (!addresses.every(({ address }) => mayConnect(url, address))) {
    throw new EgressError("refused", "The host's address is not a public one, or its protocol is not https.");
  }
  return addresses;
}

function mayConnect(url: URL, address: string): boolean {
  return (url.protocol === "https:" && isPublicAddress(address)) || isException(url, address);
}

/** Azure answers its virtual machines' metadata under an address that looks public. */
const METADATA = new Set(["168.63.129.16"]);
/** All that is given out of IPv6; outside it lie old ways of wrapping IPv4, such as `::127.0.0.1`. */
const GLOBAL_IPV6 = ipaddr.parseCIDR("2000::/3");

/** Not public: loopback, private, link-local, shared, multicast, reserved, and all that translates to or wraps IPv4. */
function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || METADATA.has(address)) return false;
  const parsed = ipaddr.parse(address);
  return parsed.range() === "unicast" && (parsed.kind() === "ipv4" || parsed.match(GLOBAL_IPV6));
}

async function resolve(host: string): Promise<Address[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  try {
    return await lookup(host, { all: true });
  } catch (error) {
    throw new EgressError("unreachable", "The host's name is not known.", error);
  }
}
