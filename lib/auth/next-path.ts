const HERE = "http://here.invalid";

/** A path of our own to go on to after signing in; anything that could lead to another origin becomes `/inbox`. */
export function safeNextPath(next: unknown): string {
  const fallback = "/inbox";
  if (typeof next !== "string" || !next.startsWith("/") || next.length > 2_000) return fallback;
  if (!URL.canParse(next, HERE)) return fallback;
  const url = new URL(next, HERE);
  const path = `${url.pathname}${url.search}`;
  const staysHere = url.origin === HERE && !path.startsWith("//") && !next.includes("\\");
  return staysHere && !/^\/(sign-in|setup|invite|api)(\/|$|\?)/.test(path) ? path : fallback;
}
