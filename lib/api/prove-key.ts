import { isAllowedFrom } from "./allowed-from.ts";
import { findApiKey, type KeyGroup } from "./keys.ts";
import { ApiRefusal } from "./refusal.ts";
import type { ApiKey, ApiRoute } from "./route.ts";

/** The live key a request brings, in its header and nowhere else; 401 without one. */
export async function proveKey(request: Request): Promise<ApiKey> {
  const [, token] = request.headers.get("authorization")?.match(/^Bearer +([\x21-\x7e]{1,200})$/i) ?? [];
  const key = token ? await findApiKey(token) : null;
  if (key) return { ...key, apiKeyId: key.id };
  throw new ApiRefusal(
    401,
    {
      error: token
        ? "This key does not exist, has expired or was revoked."
        : "Send an API key in the header: Authorization: Bearer ak_live_…",
      type: "authentication_error",
      code: "unauthorized",
    },
    { "www-authenticate": "Bearer" },
  );
}

/** 403 where the key is bound to other addresses than the one the request comes from. */
export function requireAddress({ allowedFrom }: ApiKey, request: Request): void {
  if (isAllowedFrom(request.headers, allowedFrom)) return;
  throw new ApiRefusal(403, {
    error: "This key may not be used from this address. Admins see under Settings, Developers from where it may.",
    type: "permission_error",
    code: "address_not_allowed",
  });
}

/** 403 where the key has no part in what it asks for, or may only read. */
export function requirePermission(key: ApiKey, route: ApiRoute): void {
  requireGroup(key, route);
  const permission = route.permission ?? (route.method === "GET" ? "read" : "read-write");
  if (permission === "read" || key.permission === "read-write") return;
  throw new ApiRefusal(403, {
    error: "This key may only read. Make one that may write under Settings, Developers.",
    type: "permission_error",
    code: "insufficient_permission",
  });
}

function requireGroup({ disabledGroups }: ApiKey, { tag }: ApiRoute): void {
  const group = GROUPS[tag];
  if (!group || !disabledGroups.includes(group)) return;
  throw new ApiRefusal(403, {
    error: `This key has no part in ${group}.`,
    type: "permission_error",
    code: "insufficient_permissions",
    details: { required_group: group },
  });
}

/** The part of the API a key may be kept out of, by a route's tag; what stands nowhere is open to every key. */
const GROUPS: Record<string, KeyGroup> = {
  Conversations: "messages",
  Messages: "messages",
  Media: "messages",
  Contacts: "contacts",
  Analytics: "analytics",
  Accounts: "accounts",
  Connect: "accounts",
  Webhooks: "webhooks",
  Logs: "webhooks",
};
