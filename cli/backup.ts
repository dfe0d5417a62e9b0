import { resolve } from "node:path";
import { writeBackup } from "#lib/backup/write.ts";
import { AppError } from "#lib/errors.ts";
import type { Command } from "./command.ts";

/**
 * `backup FILE` writes the whole installation but its secrets. An existing file is replaced once the new one is complete; Ctrl-C
 * leaves it as it was.
 */
const run: Command = async ([file, ...rest]) => {
  if (!file || rest.length > 0) throw new AppError("invalid_input", "Say where to: backup FILE.");
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop.abort());
  const { tables, lines, files, missing } = await writeBackup(resolve(file), stop.signal).catch((error: unknown) => {
    throw stop.signal.aborted ? new AppError("unavailable", "Stopped. No backup was written.") : error;
  });
  const loss = missing > 0 ? ` ${missing} files were not where they belong and are missing.` : "";
  return `${lines} rows of ${tables} tables and ${files} files written.${loss} Keep ENCRYPTION_KEYS and AUTH_SECRET apart from it: they are not inside.`;
};

export const commands = { "": run };
