import { AppError } from "#lib/errors.ts";
import type { Role } from "#lib/members/member.ts";

/** An admin, or a program whose key may do what it asks for: the door has proven that. */
export type Owner = { workspaceId: string; role: Role } | { workspaceId: string; apiKeyId: string };

export function requireOwner(owner: Owner): void {
  if ("role" in owner && owner.role !== "admin") throw new AppError("forbidden", "Only admins may do this.");
}
