import { z } from "zod";
import { emailField } from "#lib/email.ts";
import { createMember } from "#lib/members/create-member.ts";
import { type Command, readOptions } from "./command.ts";

const newUser = z.object({
  email: emailField,
  password: z.string(),
  role: z.enum(["admin", "agent"], "must be admin or agent."),
  name: z.string().trim().min(1, "must not be empty.").max(100, "may have at most 100 characters.").optional(),
});

/** `user create --email E --password P --role admin|agent [--name N]` prints the member's id. */
const create: Command = async (args) => {
  const { name, ...input } = readOptions(args, newUser);
  const { id } = await createMember({ ...input, name: name ?? input.email.split("@")[0] ?? input.email });
  return id;
};

export const commands = { create };
