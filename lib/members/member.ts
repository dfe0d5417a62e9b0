import type { members } from "#db/schema/index.ts";

export type Role = "admin" | "agent";

/** Who asks: the first parameter of every domain function that acts for a person. */
export type Member = Pick<
  typeof members.$inferSelect,
  "id" | "workspaceId" | "role" | "name" | "email" | "locale" | "readFromSeq"
> & {
  /** The Instagram accounts they may see; null means all, as it is for every admin. */
  accountIds: string[] | null;
};
