import { z } from "zod";
import type { AccountDetails } from "#lib/accounts/queries.ts";

export const accountShape = z
  .object({
    _id: z.uuid(),
    platform: z.literal("instagram"),
    profileId: z.string().meta({ description: "The workspace: there is one profile, and it is this one." }),
    username: z.string(),
    displayName: z.string(),
    profilePicture: z.string().nullable(),
    profileUrl: z.string(),
    isActive: z.boolean().meta({ description: "False once the account is disconnected." }),
    needsReconnection: z.boolean(),
    followersCount: z.int().optional(),
    enabled: z.boolean(),
    metadata: z.object({ instagramUserId: z.string(), accountType: z.string().nullable() }),
  })
  .meta({ id: "SocialAccount" });

export function presentAccount(account: AccountDetails, workspaceId: string): z.input<typeof accountShape> {
  return {
    _id: account.id,
    platform: "instagram",
    profileId: workspaceId,
    username: account.username,
    displayName: account.name ?? account.username,
    profilePicture: account.pictureUrl,
    profileUrl: `https://www.instagram.com/${account.username}/`,
    isActive: account.disconnectedAt === null,
    needsReconnection: needsReconnect(account),
    ...(account.followerCount === null ? {} : { followersCount: account.followerCount }),
    enabled: account.disconnectedAt === null,
    metadata: { instagramUserId: account.igId, accountType: account.accountType },
  };
}

export function needsReconnect({ token }: AccountDetails): boolean {
  return token.state === "refused" || token.state === "expired" || token.state === "disconnected";
}
