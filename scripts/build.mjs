import { ensureBuilt, ensureInstalled, Unprepared } from "./prepare.mjs";

try {
  await ensureInstalled();
  await ensureBuilt();
} catch (error) {
  console.error(error instanceof Unprepared ? error.message : error);
  process.exitCode = 1;
}
