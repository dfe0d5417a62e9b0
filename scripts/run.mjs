import { join } from "node:path";
import { runUntilEnd } from "./launch.mjs";
import { ensureInstalled, pathWithPinnedNode, pinnedNode, root, Unprepared } from "./prepare.mjs";

/** `node scripts/run.mjs <file> [arguments]`: runs one of our programs with this installation's settings and database. */
const [file, ...args] = process.argv.slice(2);

try {
  if (!file) throw new Unprepared("Name the program to run, for example: node scripts/run.mjs cli/main.ts");
  await ensureInstalled(console.error);
  process.exitCode = await runUntilEnd(pinnedNode(), [join(root, "server", "run.ts"), file, ...args], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: process.env.NODE_ENV || "production",
      ANTWORT_LAUNCHED: "1",
      PATH: pathWithPinnedNode(),
    },
  });
} catch (error) {
  console.error(error instanceof Unprepared ? error.message : error);
  process.exitCode = 1;
}
