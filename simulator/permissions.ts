import { refuse } from "./errors.ts";
import type { Caller } from "./tokens.ts";

/** Both the person's grant and the owner's switch in the Instagram app must allow messages (facts 1.8). */
export function mayUseMessages({ token, account }: Caller) {
  if (!token.scopes.includes("instagram_business_manage_messages")) throw refuse("scope_missing");
  if (!account.message_access) throw refuse("access_disabled");
}
