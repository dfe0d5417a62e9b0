import { hashOfToken } from "#lib/instagram/observe.ts";

const KEY = Symbol.for("antwort.token-owners");
const shared = globalThis as typeof globalThis & { [KEY]?: Map<string, string> };
const MAX_OWNERS = 10_000;

/** Whose token it is, by its hash, so that a call can be told to an account by those who never see the token. */
export function rememberOwner(token: string, instagramAccountId: string): void {
  shared[KEY] ??= new Map();
  const owners = shared[KEY];
  const oldest = owners.size >= MAX_OWNERS ? owners.keys().next().value : undefined;
  if (oldest !== undefined) owners.delete(oldest);
  owners.set(hashOfToken(token), instagramAccountId);
}

export function findOwner(tokenHash: string): string | null {
  return shared[KEY]?.get(tokenHash) ?? null;
}
