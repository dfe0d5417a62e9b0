import { env } from "#lib/env.ts";

/**
 * Whether Instagram can fetch what we offer at APP_URL: over https, at an address that is not of one machine or a local
 * network (facts 3). A stand-in for Instagram on plain http is taken to be as near as we are.
 */
export function canBeFetched(): boolean {
  return isFetchable(env().APP_URL);
}

/** The same of any address. */
export function isFetchable(url: string): boolean {
  const graph = new URL(env().INSTAGRAM_GRAPH_URL);
  if (graph.protocol === "http:" || isLocal(graph.hostname)) return true;
  const { protocol, hostname, username, password } = new URL(url);
  return protocol === "https:" && !isLocal(hostname) && username === "" && password === "";
}

function isLocal(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (!host.includes(".") && !host.includes(":")) return true;
  if (/(?:^|\.)(?:localhost|local|internal|lan|home|test|localdomain|home\.arpa)$/.test(host)) return true;
  if (/^(?:::1?$|f[cd]|fe[89ab]|::ffff:)/.test(host) && host.includes(":")) return true;
  return /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
    host,
  );
}
