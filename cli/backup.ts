import { resolve } from "node:path";
import { writeBackup } from "#lib/backup/write.ts";
import { AppError } from "#lib/errors.ts";
import type { Command } from "./command.ts";

/** `backup FILE` writes the whole installation but its secrets. An existing file is replaced once the new one is complete. */
const run: Command = async ([file, ...rest]) => {
  if (!file || rest.length > 0) throw new AppError("invalid_input", "Say where to: backup FILE.");
  const { tables, lines } = await writeBackup(resolve(file));
  return `${lines} rows of ${tables} tables written. Keep ENCRYPTION_KEYS and AUTH_SECRET apart from it: they are not inside.`;
};

export const commands = { "": run };
