import { z } from "zod";

/** Ids of other platforms are longer than ours and mean nothing here; whatever it is, it names at most one row. */
export const idField = z.uuid();
/** Postgres keeps no NUL, so nothing that holds one can be stored or found. */
export const textField = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes("\u0000"), "The character NUL cannot be used.");
/** Our id, or Instagram's once it has one. */
export const messageIdField = textField(500).min(1);
/** Other platforms are allowed as filters: they find nothing. */
export const platformFilter = z.string().max(40).optional();
export const profileFilter = z.string().max(100).optional();
export const statusField = z.enum(["active", "archived"]);
export const sortOrderField = z.enum(["asc", "desc"]);

export const limitField = (fallback: number) => z.coerce.number().int().min(1).max(100).default(fallback);

export const paginationShape = z.object({ hasMore: z.boolean(), nextCursor: z.string().nullable() });

export const doneShape = z.object({ success: z.boolean() });

/** True unless a filter asks for another platform or another workspace's profile. */
export function isOurs(filter: { platform?: string; profileId?: string }, workspaceId: string): boolean {
  return (
    (filter.platform === undefined || filter.platform === "instagram") &&
    (filter.profileId === undefined || filter.profileId === workspaceId)
  );
}
