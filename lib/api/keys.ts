import { randomUUID } from "node:crypto";
import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { apiKeys } from "#db/schema/index.ts";
import { hashToken, randomToken } from "#lib/crypto.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";

const SHAPE = /^ak_live_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/;
const PREFIX_LENGTH = "ak_live_".length + 8;

export type ApiKeySummary = Awaited<ReturnType<typeof listApiKeys>>[number];
export type Permission = "read" | "read-write";

/** Creates a key for a workspace. The key itself is in the answer and nowhere else: only its hash is stored. */
export async function createApiKey(
  owner: { workspaceId: string; createdBy: string | null },
  input: { name: string; permission: Permission; expiresAt?: Date | null },
): Promise<{ id: string; key: string }> {
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

/** The workspace's keys that were not revoked, newest first, without anything that opens a door. Admins only. */
export async function listApiKeys(member: Member) {
  requireAdmin(member);
  return db
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      prefix: apiKeys.prefix,
      permission: apiKeys.permission,
      createdAt: apiKeys.createdAt,
      lastUsedAt: apiKeys.lastUsedAt,
      expiresAt: apiKeys.expiresAt,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, member.workspaceId), isNull(apiKeys.revokedAt)))
    .orderBy(desc(apiKeys.createdAt));
}

/** From now on the key opens nothing. Doing it twice changes nothing. */
export async function revokeApiKey(member: Member, input: { apiKeyId: string }): Promise<void> {
  requireAdmin(member);
  const [found] = await db
    .update(apiKeys)
    .set({ revokedAt: sql`coalesce(${apiKeys.revokedAt}, now())` })
    .where(and(eq(apiKeys.id, input.apiKeyId), eq(apiKeys.workspaceId, member.workspaceId)))
    .returning({ id: apiKeys.id });
  if (!found) throw new NotFoundError("This key");
}

function requireAdmin(member: Member): void {
  if (member.role !== "admin") throw new AppError("forbidden", "Only admins may do this.");
}
