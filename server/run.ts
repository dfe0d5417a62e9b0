import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { onParentDeath } from "../scripts/processes.mjs";
import { findRunningDatabase, openDatabase } from "./database.ts";
import { prepareSettings, type Settings, withSimulator } from "./settings.ts";
import { onShutdown, shutDown } from "./shutdown.ts";
import { findSimulator, reserveSimulator, simulatorVariables } from "./simulator.ts";
import { WrongSetting } from "./wrong-setting.ts";

/** Runs one of our programs (worker, cli, simulator, bench) with the settings and the database of this installation. */
const [file = "", ...args] = process.argv.slice(2);
const root = join(import.meta.dirname, "..");

let program: ReturnType<typeof spawn> | undefined;
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => program?.kill(signal));
onParentDeath(() => void shutDown(1));

try {
  const variables = await prepare(file);
  const follow = new URL("../scripts/follow-parent.mjs", import.meta.url).href;
  program = spawn(process.execPath, ["--import", follow, resolve(root, file), ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...variables },
  });
  onShutdown("serving", async () => program?.kill("SIGTERM"));
  const [code] = await once(program, "exit");
  await shutDown(code ?? 1);
} catch (error) {
  console.error(error instanceof WrongSetting ? error.message : error);
  await shutDown(1);
}

/** The benchmark starts an installation of its own and has nothing to do with this one. */
async function prepare(program: string): Promise<Record<string, string | undefined>> {
  if (program.startsWith("bench/")) return {};
  const settings = prepareSettings(process.env);
  return program.startsWith("simulator/") ? prepareSimulator(settings) : prepareDatabase(settings);
}

async function prepareDatabase(settings: Settings) {
  const running = settings.embedded ? await findRunningDatabase(settings.dataDir) : undefined;
  const url = running ?? (await openDatabase(settings, "command"));
  const simulatorPort = settings.sandbox ? findSimulator(settings.dataDir) : undefined;
  const wished = Number(settings.variables.SIMULATOR_PORT ?? Number(settings.variables.PORT) + 1);
  const variables = settings.sandbox ? withSimulator(settings.variables, simulatorPort ?? wished) : settings.variables;
  const complete = { ...variables, DATABASE_URL: url };
  if (!running) {
    Object.assign(process.env, complete);
    const { migrate } = await import("#db/migrate.ts");
    await migrate();
  }
  return complete;
}

async function prepareSimulator(settings: Settings) {
  const { port, isOurs } = await reserveSimulator(settings);
  if (!isOurs)
    throw new WrongSetting(
      `The simulator is already running at http://localhost:${port}. Use that one, or set another DATA_DIR.`,
    );
  return simulatorVariables(settings.dataDir, settings.variables, port);
}
