import { z } from "zod";
import { transaction } from "#db/client.ts";
import { createApiKey } from "#lib/api/keys.ts";
import { ensureWorkspace } from "#lib/members/create-member.ts";
import { type Command, readOptions } from "./command.ts";

const newKey = z.object({
  name: z.string().trim().min(1, "must not be empty.").max(100, "may have at most 100 characters."),
  permission: z.enum(["read", "read-write"], "must be read or read-write.").default("read-write"),
});

/** `api-key create --name N [--permission read|read-write]` prints the key, which is shown this once. */
const create: Command = async (args) => {
  const input = readOptions(args, newKey);
  const workspaceId = await transaction((tx) => ensureWorkspace(tx));
  const { key } = await createApiKey({ workspaceId, createdBy: null }, input);
  return key;
};

export const commands = { create };
