import { z } from "zod";
import { idField, textField } from "./fields.ts";
import { type ApiKeySummary, createApiKey, KEY_GROUPS, listApiKeys, requireKeeper, revokeApiKey } from "./keys.ts";
import { invalid } from "./refusal.ts";
import { Answer, apiRoute } from "./route.ts";

const tag = "Keys";
const MAX_DAYS = 3_650;
const DAY_MS = 86_400_000;

const keyShape = z
  .object({
    id: z.uuid(),
    name: z.string(),
    keyPreview: z.string(),
    permission: z.enum(["read", "read-write"]),
    scope: z.literal("full"),
    disabledResourceGroups: z.array(z.enum(KEY_GROUPS)),
    createdAt: z.string(),
    expiresAt: z.string().optional(),
  })
  .meta({ id: "ApiKey" });

const newKeyShape = keyShape.extend({ key: z.string() }).meta({ id: "NewApiKey" });
const created = z.object({ message: z.string(), apiKey: newKeyShape });

export const listKeys = apiRoute({
  method: "GET",
  address: "/v1/api-keys",
  operationId: "listApiKeys",
  summary: "The workspace's keys, without what opens a door",
  tag,
  result: z.object({ apiKeys: z.array(keyShape) }),
  run: async ({ key }) => ({ apiKeys: (await listApiKeys(key)).map(presentKey) }),
});

export const createKey = apiRoute({
  method: "POST",
  address: "/v1/api-keys",
  operationId: "createApiKey",
  summary: "A new key, shown this once",
  tag,
  body: z.object({
    name: textField(100).trim().min(1),
    expiresIn: z.int().min(1).max(MAX_DAYS).optional().meta({ description: "Days." }),
    permission: z.enum(["read", "read-write"]).default("read-write"),
    scope: z.enum(["full", "profiles"]).default("full"),
    profileIds: z.array(z.string().max(100)).max(100).optional(),
    disabledResourceGroups: z.array(z.string().max(40)).max(20).default([]),
  }),
  result: z.never(),
  also: { 201: { description: "The key.", schema: created } },
  async run({ key, body }) {
    requireKeeper(key);
    if (body.profileIds?.some((id) => id !== key.workspaceId)) {
      throw invalid("There is no profile of this id.", "profileIds");
    }
    const expiresAt = body.expiresIn ? new Date(Date.now() + body.expiresIn * DAY_MS) : null;
    refuseLonger(key.expiresAt, expiresAt);
    const disabledGroups = KEY_GROUPS.filter((group) => body.disabledResourceGroups.includes(group));
    const { name, permission } = body;
    const made = await createApiKey(
      { workspaceId: key.workspaceId, createdBy: null },
      { name, permission, expiresAt, disabledGroups },
    );
    const [row] = (await listApiKeys(key)).filter(({ id }) => id === made.id);
    if (!row) throw new Error("The new key was not found.");
    return new Answer(201, { message: "The key is made.", apiKey: { ...presentKey(row), key: made.key } });
  },
});

export const deleteKey = apiRoute({
  method: "DELETE",
  address: "/v1/api-keys/{keyId}",
  operationId: "deleteApiKey",
  summary: "Revoke a key; it opens nothing from then on",
  tag,
  path: z.object({ keyId: idField }),
  result: z.object({ message: z.string() }),
  async run({ key, path: { keyId } }) {
    await revokeApiKey(key, { apiKeyId: keyId });
    return { message: "The key is revoked." };
  },
});

/** A key that ends makes none that outlives it: it would end in name only. */
function refuseLonger(ownEnd: Date | null, wanted: Date | null): void {
  if (!ownEnd || (wanted && wanted <= ownEnd)) return;
  throw invalid(`Your own key ends at ${ownEnd.toISOString()}. One that it makes may not end later.`, "expiresIn");
}

function presentKey({ id, name, prefix, permission, createdAt, expiresAt, disabledGroups }: ApiKeySummary) {
  return {
    id,
    name,
    keyPreview: `${prefix}…`,
    permission,
    scope: "full" as const,
    disabledResourceGroups: disabledGroups,
    createdAt: createdAt.toISOString(),
    ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}),
  };
}
