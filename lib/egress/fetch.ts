import { type Dispatcher, request } from "undici";
import { egressAgent } from "./agent.ts";
import { asEgressError, EgressError } from "./errors.ts";

export type EgressOptions = {
  /** Asked for the address and for every redirect. */
  mayReach: (url: URL) => boolean;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Of the answer's body as it comes over the wire; nothing is decompressed. */
  maxBytes: number;
  /** From the first step to the body's last byte. */
  totalMs?: number;
  /** Longest silence before the headers or between two pieces of the body. */
  idleMs?: number;
  /** Zero hands a redirect back as the answer. */
  maxRedirects?: number;
};

/** Either `body` is read (a `break` ends it) or `discard` is called, else the connection is held until the deadline. */
export type EgressAnswer = {
  status: number;
  headers: Dispatcher.ResponseData["headers"];
  body: AsyncGenerator<Uint8Array>;
  discard: () => void;
};

const TOTAL_MS = 15_000;
const IDLE_MS = 5_000;

/**
 * The one way to an address that a stranger gave us: https, to a public address that is checked while connecting and then kept
 * (or where EGRESS_ALLOW leads), within bounds of time and size. Throws EgressError, also from `body`.
 */
export async function fetchOutside(address: string, options: EgressOptions): Promise<EgressAnswer> {
  const deadline = AbortSignal.timeout(options.totalMs ?? TOTAL_MS);
  const maxRedirects = options.maxRedirects ?? 0;
  let url = readUrl(address);
  for (let redirects = 0; ; redirects++) {
    if (!options.mayReach(url)) throw new EgressError("refused", "This host is not one we fetch from.");
    const answer = await ask(url, options, deadline);
    const target = redirectOf(answer);
    if (target === null || maxRedirects === 0) return open(answer, options.maxBytes);
    drop(answer);
    if (redirects === maxRedirects) throw new EgressError("refused", "There were too many redirects.");
    url = readUrl(target, url);
  }
}

function readUrl(address: string, base?: URL): URL {
  const url = URL.canParse(address, base) ? new URL(address, base) : null;
  if (!url || !["http:", "https:"].includes(url.protocol) || url.username || url.password) {
    throw new EgressError("refused", "This is not an address we fetch from.");
  }
  return url;
}

async function ask(url: URL, options: EgressOptions, deadline: AbortSignal): Promise<Dispatcher.ResponseData> {
  const idleMs = options.idleMs ?? IDLE_MS;
  try {
    return await request(url, {
      dispatcher: egressAgent(),
      method: options.method ?? "GET",
      headers: { "accept-encoding": "identity", ...options.headers },
      body: options.body ?? null,
      signal: deadline,
      headersTimeout: idleMs,
      bodyTimeout: idleMs,
    });
  } catch (error) {
    throw asEgressError(error);
  }
}

function redirectOf({ statusCode, headers }: Dispatcher.ResponseData): string | null {
  const { location } = headers;
  return statusCode >= 300 && statusCode < 400 && typeof location === "string" ? location : null;
}

function open(answer: Dispatcher.ResponseData, maxBytes: number): EgressAnswer {
  if (Number(answer.headers["content-length"] ?? 0) > maxBytes) {
    drop(answer);
    throw tooLarge();
  }
  const { statusCode: status, headers } = answer;
  return { status, headers, body: readCapped(answer, maxBytes), discard: () => drop(answer) };
}

async function* readCapped({ body }: Dispatcher.ResponseData, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge();
      yield chunk;
    }
  } catch (error) {
    throw asEgressError(error);
  }
}

/** Ends the connection: the rest may be endless. Its end is an error nobody waits for. */
function drop({ body }: Dispatcher.ResponseData): void {
  body.on("error", () => undefined);
  body.destroy();
}

function tooLarge(): EgressError {
  return new EgressError("too_large", "The answer is larger than we take.");
}
