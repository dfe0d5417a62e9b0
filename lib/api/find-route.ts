import { ApiRefusal } from "./refusal.ts";
import type { ApiRoute } from "./route.ts";
import { ROUTES } from "./routes.ts";

export type FoundRoute = { route: ApiRoute; path: Record<string, string> };

/** The route behind a method and an address below `/api`: 404 for an address of nobody, 405 for another method. */
export function findRoute(method: string, address: string): FoundRoute {
  const matches = MATCHERS.flatMap(({ route, pattern }) => {
    const match = pattern.exec(address);
    return match ? [{ route, path: { ...match.groups } }] : [];
  });
  const found = matches.find(({ route }) => route.method === method);
  if (found) return found;
  // What stands where an id should may be another service's address, such as `accounts/follower-stats`.
  const possible = matches.filter(({ route, path }) => !route.path || route.path.safeParse(path).success);
  if (possible.length === 0) {
    const error = "There is nothing at this address. Antwort speaks for Instagram messages only.";
    throw new ApiRefusal(404, { error, type: "not_found", code: "not_found" });
  }
  throw new ApiRefusal(
    405,
    { error: `${method} does nothing here.`, type: "invalid_request_error", code: "method_not_allowed" },
    { allow: possible.map(({ route }) => route.method).join(", ") },
  );
}

/** Fixed addresses come before those with a name in them: `search` is no conversation. */
const MATCHERS = [...ROUTES]
  .sort((a, b) => Number(a.address.includes("{")) - Number(b.address.includes("{")))
  .map((route) => ({
    route,
    pattern: new RegExp(`^${route.address.replaceAll(".", "\\.").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}/?$`),
  }));
