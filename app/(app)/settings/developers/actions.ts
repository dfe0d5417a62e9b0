"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import { rangeInput } from "#lib/api/allowed-from.ts";
import * as keys from "#lib/api/keys.ts";
import { nameField } from "#lib/members/name.ts";

const forAdmins = { role: "admin", refresh: true } as const;

export const createApiKey = memberAction(
  z.object({
    name: nameField,
    permission: z.enum(["read", "read-write"]),
    expiresInDays: z.int().min(1).max(3_650).nullable(),
    accountIds: z.array(z.uuid()).min(1).max(200).nullable(),
    disabledGroups: z.array(z.enum(keys.KEY_GROUPS)),
    allowedFrom: z.array(rangeInput).min(1).max(50).nullable(),
  }),
  (member, { expiresInDays, ...input }) => {
    const expiresAt = expiresInDays === null ? null : new Date(Date.now() + expiresInDays * 86_400_000);
    return keys.createApiKey({ workspaceId: member.workspaceId, createdBy: member.id }, { ...input, expiresAt });
  },
  forAdmins,
);

export const revokeApiKey = memberAction(z.object({ apiKeyId: z.uuid() }), keys.revokeApiKey, forAdmins);
