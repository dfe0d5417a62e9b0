"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import * as keys from "#lib/api/keys.ts";
import { nameField } from "#lib/members/name.ts";

const forAdmins = { role: "admin", refresh: true } as const;

export const createApiKey = memberAction(
  z.object({ name: nameField, permission: z.enum(["read", "read-write"]) }),
  (member, input) => keys.createApiKey({ workspaceId: member.workspaceId, createdBy: member.id }, input),
  forAdmins,
);

export const revokeApiKey = memberAction(z.object({ apiKeyId: z.uuid() }), keys.revokeApiKey, forAdmins);
