import { Agent, buildConnector } from "undici";
import { type Address, resolveAllowed } from "./addresses.ts";

const CONNECTIONS_PER_HOST = 8;
const CONNECT_MS = 5_000;

let agent: Agent | undefined;

/** The connections of all outgoing requests: eight per host, further requests wait for one. */
export function egressAgent(): Agent {
  agent ??= new Agent({ connections: CONNECTIONS_PER_HOST, pipelining: 1, maxOrigins: 256, connect: connectChecked });
  return agent;
}

/** The socket is given the very addresses that were checked, so a name cannot lead elsewhere a moment later. */
function connectChecked(options: buildConnector.Options, callback: buildConnector.Callback): void {
  const { protocol, hostname, port } = options;
  const host = hostname.includes(":") && !hostname.startsWith("[") ? `[${hostname}]` : hostname;
  resolveAllowed(new URL(`${protocol}//${host}${port ? `:${port}` : ""}`)).then(
    (addresses) => buildConnector({ timeout: CONNECT_MS, lookup: pinTo(addresses) })(options, callback),
    (error: Error) => callback(error, null),
  );
}

type LookupCallback = (error: Error | null, address: string | Address[], family?: number) => void;

function pinTo(addresses: Address[]) {
  return (_hostname: string, options: { all?: boolean }, callback: LookupCallback) => {
    const [first] = addresses;
    if (options.all) callback(null, addresses);
    else callback(null, first?.address ?? "", first?.family);
  };
}
