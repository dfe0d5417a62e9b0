import { AppError } from "#lib/errors.ts";
import type { Role } from "#lib/members/member.ts";

/** An admin, or a program whose key may do what it asks for: the door has proven that. */
export type Owner =
  | { workspaceId: string; role: Role }
  | { workspaceId: string; apiKeyId: string; accountIds?: string[] | null };

/** Endpoints hear of every account, so a key for some of them has nothing to do with any. */
export function requireOwner(owner: Owner): void {
  if ("role" in owner && owner.role !== "admin") throw new AppError("forbidden", "Only admins may do this.");
  if ("apiKeyId" in owner && owner.accountIds) {
    throw new AppError("forbidden", "This key is for some accounts only. Webhooks need one for all of them.");
  }
}
