import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { apiKeys } from "#db/schema/index.ts";
import { makeMember } from "#test/factories.ts";
import { createApiKey, findApiKey, listApiKeys, revokeApiKey } from "./keys.ts";

async function makeKey() {
  const admin = await makeMember();
  const owner = { workspaceId: admin.workspaceId, createdBy: admin.id };
  return { admin, ...(await createApiKey(owner, { name: "Shop", permission: "read" })) };
}

test("a key opens its workspace with its permission; only its hash is stored", async () => {
  const { admin, id, key } = await makeKey();
  expect(key).toMatch(/^ak_live_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/);
  expect(await findApiKey(key)).toEqual({
    id,
    workspaceId: admin.workspaceId,
    name: "Shop",
    permission: "read",
    accountIds: null,
    disabledGroups: [],
    expiresAt: null,
    allowedFrom: null,
  });
  const [row] = await db.select().from(apiKeys).where(eq(apiKeys.id, id));
  expect(JSON.stringify(row)).not.toContain(key.slice(-43));
  expect(row?.lastUsedAt).toBeInstanceOf(Date);
});

test("a revoked or expired key opens nothing", async () => {
  const revoked = await makeKey();
  await revokeApiKey(revoked.admin, { apiKeyId: revoked.id });
  await revokeApiKey(revoked.admin, { apiKeyId: revoked.id });
  expect(await findApiKey(revoked.key)).toBeNull();
  expect(await listApiKeys(revoked.admin)).toEqual([]);
  const expired = await makeKey();
  await db.update(apiKeys).set({ expiresAt: sql`now()` }).where(eq(apiKeys.id, expired.id));
  expect(await findApiKey(expired.key)).toBeNull();
});

test("anything else opens nothing and breaks nothing", async () => {
  const { key } = await makeKey();
  const near = key.slice(0, -1) + (key.endsWith("A") ? "B" : "A");
  for (const token of [
    "",
    "%",
    " ",
    "\u0000",
    "ak_live_",
    near,
    ` ${key}`,
    key.toUpperCase(),
    `${key}x`,
    "ak_live_".padEnd(10_000, "f"),
  ]) {
    expect(await findApiKey(token)).toBeNull();
  }
});

test("agents may neither list nor revoke, strangers find nothing", async () => {
  const { admin, id, key } = await makeKey();
  const agent = await makeMember({ workspaceId: admin.workspaceId, role: "agent" });
  await expect(listApiKeys(agent)).rejects.toMatchObject({ code: "forbidden" });
  await expect(revokeApiKey(agent, { apiKeyId: id })).rejects.toMatchObject({ code: "forbidden" });
  await expect(revokeApiKey(await makeMember(), { apiKeyId: id })).rejects.toMatchObject({ code: "not_found" });
  expect(await findApiKey(key)).not.toBeNull();
  expect(await listApiKeys(admin)).toMatchObject([{ id, name: "Shop", prefix: key.slice(0, 16) }]);
});
