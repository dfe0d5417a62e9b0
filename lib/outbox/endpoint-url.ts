import { resolveAllowed } from "#lib/egress/addresses.ts";
import { EgressError } from "#lib/egress/errors.ts";
import { isException } from "#lib/egress/exceptions.ts";
import { AppError } from "#lib/errors.ts";

const PORTS = ["", "443", "8443"];
const LOOKUP_MS = 3_000;
/** Names that never lead to a public address, whether they are known here or not. */
const PRIVATE_NAME = /^[^.]*$|\.(localhost|local|internal|intranet|lan|home|corp|private|home\.arpa)$/;
/** Lies in no range that anybody would except: stands for an address nobody knows. */
const NO_ADDRESS = "0.0.0.0";

/**
 * The address to store, or AppError `address_refused`: https on a usual port at public addresses, anything else only where
 * EGRESS_ALLOW leads. A name that cannot be looked up now is taken: every connection is checked again.
 */
export async function checkUrl(given: string): Promise<string> {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !["http:", "https:"].includes(url.protocol) || url.username || url.password) throw refused();
  url.hash = "";
  const addresses = await lookUp(url);
  const isExcepted = (addresses ?? [NO_ADDRESS]).every((address) => isException(url, address));
  const isPrivate = addresses === null && PRIVATE_NAME.test(url.hostname.replace(/\.$/, ""));
  if (!isExcepted && (isPrivate || url.protocol !== "https:" || !PORTS.includes(url.port))) throw refused();
  return url.href;
}

/** Null where the name is not known at present. */
async function lookUp(url: URL): Promise<string[] | null> {
  try {
    const addresses = await Promise.race([resolveAllowed(url), giveUp()]);
    return addresses.map(({ address }) => address);
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    if (error.reason === "refused") throw refused();
    return null;
  }
}

function giveUp(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new EgressError("unreachable", "The name was not looked up in time.")), LOOKUP_MS).unref();
  });
}

function refused(): AppError {
  return new AppError(
    "address_refused",
    "This address cannot be used: it must be https on port 443 or 8443 and lead to public addresses. EGRESS_ALLOW names exceptions.",
  );
}
