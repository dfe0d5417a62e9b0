import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { readBackup } from "#lib/backup/read.ts";
import { reapplyErasures } from "#lib/customers/erased-list.ts";
import { AppError } from "#lib/errors.ts";
import type { Command } from "./command.ts";

/** `restore FILE` fills an empty installation, without those who were erased since the backup was made. */
const run: Command = async ([file, ...rest]) => {
  if (!file || rest.length > 0) throw new AppError("invalid_input", "Say from where: restore FILE.");
  if (!existsSync(file)) throw new AppError("not_found", `There is no file ${file}.`);
  const { tables, files, madeAt } = await readBackup(resolve(file));
  const erased = await reapplyErasures();
  const again = erased === 0 ? "" : ` Customers erased since then, and now once more: ${erased}.`;
  return `${tables} tables and ${files} files restored as they were at ${madeAt}. Nothing is sent by itself that was on its way then.${again}`;
};

export const commands = { "": run };
