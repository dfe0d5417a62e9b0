import { join } from "node:path";
import { runUntilEnd } from "./launch.mjs";
import { ensureBuilt, ensureInstalled, pathWithPinnedNode, pinnedNode, root, Unprepared } from "./prepare.mjs";

const dev = process.argv.includes("--dev");

try {
  await ensureInstalled();
  if (!dev) await ensureBuilt();
  console.log("Starting …");
  process.exitCode = await runUntilEnd(pinnedNode(), [join(root, "server", "main.ts"), ...(dev ? ["--dev"] : [])], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      ANTWORT_LAUNCHED: "1",
      PATH: pathWithPinnedNode(),
    },
  });
} catch (error) {
  console.error(error instanceof Unprepared ? error.message : error);
  process.exitCode = 1;
}
