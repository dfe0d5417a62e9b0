import { z } from "zod";
import { NotFoundError } from "#lib/errors.ts";
import { idField, textField } from "./fields.ts";
import { apiRoute } from "./route.ts";
import { getWorkspaceRow, listMemberRows } from "./workspace-rows.ts";

const profileShape = z
  .object({
    _id: z.uuid(),
    name: z.string(),
    description: z.string(),
    isDefault: z.literal(true),
    isOverLimit: z.literal(false),
    createdAt: z.string(),
  })
  .meta({ id: "Profile" });

const userShape = z
  .object({ _id: z.uuid(), name: z.string(), role: z.enum(["admin", "agent"]), isRoot: z.boolean() })
  .meta({ id: "User" });

export const listProfiles = apiRoute({
  method: "GET",
  address: "/v1/profiles",
  operationId: "listProfiles",
  summary: "The one profile there is: the workspace",
  tag: "Workspace",
  query: z.object({
    includeOverLimit: z.enum(["true", "false"]).optional(),
    name: textField(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).optional(),
    skip: z.coerce.number().int().min(0).max(1_000_000).optional(),
  }),
  result: z.object({
    profiles: z.array(profileShape),
    total: z.int(),
    skip: z.int().optional(),
    limit: z.int().optional(),
  }),
  async run({ key, query: { name, limit, skip } }) {
    const profile = await presentProfile(key.workspaceId);
    const found = name === undefined || name === profile.name ? [profile] : [];
    const page = limit === undefined && skip === undefined ? {} : { skip: skip ?? 0, ...(limit ? { limit } : {}) };
    return { profiles: found.slice(skip ?? 0), total: found.length, ...page };
  },
});

export const getProfile = apiRoute({
  method: "GET",
  address: "/v1/profiles/{profileId}",
  operationId: "getProfile",
  summary: "The workspace",
  tag: "Workspace",
  path: z.object({ profileId: idField }),
  result: z.object({ profile: profileShape }),
  async run({ key, path: { profileId } }) {
    if (profileId !== key.workspaceId) throw new NotFoundError("The profile");
    return { profile: await presentProfile(key.workspaceId) };
  },
});

export const listUsers = apiRoute({
  method: "GET",
  address: "/v1/users",
  operationId: "listUsers",
  summary: "The workspace's members, without their addresses",
  tag: "Workspace",
  result: z.object({ users: z.array(userShape) }),
  run: async ({ key }) => ({ users: await presentUsers(key.workspaceId) }),
});

export const getUser = apiRoute({
  method: "GET",
  address: "/v1/users/{userId}",
  operationId: "getUser",
  summary: "One member",
  tag: "Workspace",
  path: z.object({ userId: idField }),
  result: z.object({ user: userShape }),
  async run({ key, path: { userId } }) {
    const user = (await presentUsers(key.workspaceId)).find(({ _id }) => _id === userId);
    if (!user) throw new NotFoundError("This member");
    return { user };
  },
});

async function presentProfile(workspaceId: string): Promise<z.input<typeof profileShape>> {
  const { id, name, createdAt } = await getWorkspaceRow(workspaceId);
  return {
    _id: id,
    name,
    description: "",
    isDefault: true,
    isOverLimit: false,
    createdAt: createdAt.toISOString(),
  };
}

async function presentUsers(workspaceId: string): Promise<z.input<typeof userShape>[]> {
  const rows = await listMemberRows(workspaceId);
  return rows.map(({ id, name, role }) => ({ _id: id, name, role, isRoot: role === "admin" }));
}
