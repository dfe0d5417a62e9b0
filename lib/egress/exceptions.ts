import ipaddr from "ipaddr.js";
import { env } from "#lib/env.ts";

type Host = { hostname: string; port: string | null };
type Range = ReturnType<typeof ipaddr.parseCIDR>;
type Exceptions = { hosts: Host[]; ranges: Range[] };

/**
 * Whether the operator lets us go to this host although its address is private or its protocol plain http: the entries of
 * EGRESS_ALLOW (host, host:port or range) and the hosts of the INSTAGRAM_*_URL settings with their ports.
 */
export function isException(url: URL, address: string): boolean {
  const { hosts, ranges } = exceptions();
  return isSettingsHost(url) || hosts.some((host) => isHost(host, url)) || ranges.some((range) => isIn(range, address));
}

/** Whether the address is on one of the hosts of the INSTAGRAM_*_URL settings. */
export function isSettingsHost(url: URL): boolean {
  const { INSTAGRAM_AUTHORIZE_URL, INSTAGRAM_API_URL, INSTAGRAM_GRAPH_URL } = env();
  return [INSTAGRAM_AUTHORIZE_URL, INSTAGRAM_API_URL, INSTAGRAM_GRAPH_URL].some(
    (setting) => new URL(setting).origin === url.origin,
  );
}

let known: { source: string[]; exceptions: Exceptions } | undefined;

function exceptions(): Exceptions {
  const source = env().EGRESS_ALLOW;
  if (known?.source !== source) known = { source, exceptions: readExceptions(source) };
  return known.exceptions;
}

function readExceptions(entries: string[]): Exceptions {
  return {
    ranges: entries.filter((entry) => entry.includes("/")).map((entry) => ipaddr.parseCIDR(entry)),
    hosts: entries.filter((entry) => !entry.includes("/")).map(readHost),
  };
}

function readHost(entry: string): Host {
  const { hostname } = new URL(`http://${entry}`);
  return { hostname, port: entry.match(/:(\d+)$/)?.[1] ?? null };
}

function isHost(host: Host, url: URL): boolean {
  return host.hostname === url.hostname && (host.port === null || host.port === portOf(url));
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}

function isIn([network, bits]: Range, address: string): boolean {
  const parsed = ipaddr.process(address);
  return parsed.kind() === network.kind() && parsed.match(network, bits);
}
