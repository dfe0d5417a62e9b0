import { randomUUID } from "node:crypto";
import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { apiKeys } from "#db/schema/index.ts";
import { requireAccount } from "#lib/accounts/queries.ts";
import { hashToken, randomToken } from "#lib/crypto.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";

const SHAPE = /^ak_live_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/;
const PREFIX_LENGTH = "ak_live_".length + 8;

export type ApiKeySummary = Awaited<ReturnType<typeof listApiKeys>>[number];
export type Permission = "read" | "read-write";

/** The parts of the developer API a key may be kept out of, in the SDK's words. */
export const KEY_GROUPS = ["messages", "contacts", "analytics", "accounts", "webhooks"] as const;
export type KeyGroup = (typeof KEY_GROUPS)[number];

export type KeyInput = {
  name: string;
  permission: Permission;
  expiresAt?: Date | null;
  /** Those of the workspace; null means all, also those connected later. */
  accountIds?: string[] | null;
  disabledGroups?: KeyGroup[];
  /** Addresses and ranges; null means from everywhere. */
  allowedFrom?: string[] | null;
};

/**
 * Creates a key for a workspace. The key itself is in the answer and nowhere else: only its hash is stored. Accounts of another
 * workspace are NotFoundError.
 */
export async function createApiKey(
  owner: { workspaceId: string; createdBy: string | null },
  input: KeyInput,
): Promise<{ id: string; key: string }> {
  for (const accountId of input.accountIds ?? []) await requireAccount(owner, accountId);
  const id = randomUUID();
  const key = `ak_live_${id.replaceAll("-", "")}_${randomToken()}`;
  await db
    .insert(apiKeys)
    .values({ id, ...owner, ...input, prefix: key.slice(0, PREFIX_LENGTH), keyHash: hashToken(key) });
  return { id, key };
}

/** What a bearer token opens, or null for anything that is not a live key. Notes once a minute that it is in use. */
export async function findApiKey(token: string) {
  if (!SHAPE.test(token)) return null;
  const [key] = await db
    .select({
      id: apiKeys.id,
      workspaceId: apiKeys.workspaceId,
      name: apiKeys.name,
      permission: apiKeys.permission,
      accountIds: apiKeys.accountIds,
      disabledGroups: apiKeys.disabledGroups,
      expiresAt: apiKeys.expiresAt,
      allowedFrom: apiKeys.allowedFrom,
      isUseNoted: sql<boolean>`coalesce(${apiKeys.lastUsedAt} > now() - interval '1 minute', false)`,
    })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.keyHash, hashToken(token)),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)),
      ),
    );
  if (!key) return null;
  const { isUseNoted, ...found } = key;
  if (!isUseNoted) await db.update(apiKeys).set({ lastUsedAt: sql`now()` }).where(eq(apiKeys.id, key.id));
  return found;
}

/** The workspace's keys that were not revoked, newest first, without anything that opens a door. Admins and unrestricted keys only. */
export async function listApiKeys(owner: KeyKeeper) {
  requireKeeper(owner);
  return db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      prefix: apiKeys.prefix,
      permission: apiKeys.permission,
      createdAt: apiKeys.createdAt,
      lastUsedAt: apiKeys.lastUsedAt,
      expiresAt: apiKeys.expiresAt,
      accountIds: apiKeys.accountIds,
      disabledGroups: apiKeys.disabledGroups,
      allowedFrom: apiKeys.allowedFrom,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, owner.workspaceId), isNull(apiKeys.revokedAt)))
    .orderBy(desc(apiKeys.createdAt));
}

/** From now on the key opens nothing. Doing it twice changes nothing. */
export async function revokeApiKey(owner: KeyKeeper, input: { apiKeyId: string }): Promise<void> {
  requireKeeper(owner);
  const [found] = await db
    .update(apiKeys)
    .set({ revokedAt: sql`coalesce(${apiKeys.revokedAt}, now())` })
    .where(and(eq(apiKeys.id, input.apiKeyId), eq(apiKeys.workspaceId, owner.workspaceId)))
    .returning({ id: apiKeys.id });
  if (!found) throw new NotFoundError("This key");
}

/** An admin, or a program whose own key is narrowed in no way. */
export type KeyKeeper = Pick<Member, "workspaceId" | "role"> | ({ workspaceId: string; apiKeyId: string } & Narrowing);
type Narrowing = { accountIds: string[] | null; disabledGroups: KeyGroup[]; allowedFrom: string[] | null };

export function requireKeeper(owner: KeyKeeper): void {
  const isKeeper = "role" in owner ? owner.role === "admin" : !isNarrowed(owner);
  if (!isKeeper) throw new AppError("forbidden", "Only admins, and keys with access to everything, may do this.");
}

export function isNarrowed({ accountIds, disabledGroups, allowedFrom }: Narrowing): boolean {
  return accountIds !== null || disabledGroups.length > 0 || allowedFrom !== null;
}
