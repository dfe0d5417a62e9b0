import { EVENT_GROUPS } from "#lib/emit/events.ts";
import { AppError } from "#lib/errors.ts";
import type { Role } from "#lib/members/member.ts";

/** An admin, or a program whose key may do what it asks for: the door has proven that. */
export type Owner =
  | { workspaceId: string; role: Role }
  | { workspaceId: string; apiKeyId: string; accountIds?: string[] | null; disabledGroups?: string[] };

const TOLD: string[] = Object.values(EVENT_GROUPS);

/** Endpoints hear of everything, so a key that may not see all of it has nothing to do with any. */
export function requireOwner(owner: Owner): void {
  if ("role" in owner && owner.role !== "admin") throw new AppError("forbidden", "Only admins may do this.");
  if ("apiKeyId" in owner && (owner.accountIds || owner.disabledGroups?.some((group) => TOLD.includes(group)))) {
    throw new AppError(
      "forbidden",
      "This key may not see all that webhooks tell. Use one for all accounts and messages.",
    );
  }
}
