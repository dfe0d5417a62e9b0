import { setTimeout as sleep } from "node:timers/promises";
import { onParentDeath } from "../scripts/processes.mjs";
import { openDatabase } from "./database.ts";
import { isPortFree } from "./ports.ts";
import { prepareSettings, type Settings, withSimulator } from "./settings.ts";
import { onShutdown, shutDown, watchSignals } from "./shutdown.ts";
import { reserveSimulator, startSimulator } from "./simulator.ts";
import { WrongSetting } from "./wrong-setting.ts";

watchSignals(() => console.error("Stopping …"));
// Started by the launcher, this process ends with it; started by hand it may outlive its shell.
if (process.env.ANTWORT_LAUNCHED) onParentDeath(() => void shutDown(1));
process.on("uncaughtException", (error) => {
  if (isOnlyGone(error)) return;
  console.error(error);
  void shutDown(1);
});

try {
  await start(prepareSettings(process.env), process.argv.includes("--dev"));
} catch (error) {
  console.error(isForPeople(error) ? error.message : error);
  await shutDown(1);
}

/**
 * A client left in the middle of its request. Next copies a body for its proxy and listens to no error of the copies: nothing
 * of ours is amiss, and nobody may end this process by hanging up.
 */
function isOnlyGone(error: NodeJS.ErrnoException): boolean {
  return error.code === "ECONNRESET" && error.message === "aborted";
}

/** Prepares everything in order: whatever reads the settings is imported only when they are complete. */
async function start(settings: Settings, dev: boolean) {
  const port = Number(settings.variables.PORT);
  const host = settings.variables.HOST as string;
  const databaseUrl = await openDatabase(settings, "server");
  await checkPort(port, host);
  const simulator = settings.sandbox ? await reserveSimulator(settings) : undefined;
  const variables = simulator ? withSimulator(settings.variables, simulator.port) : settings.variables;
  Object.assign(process.env, variables, { DATABASE_URL: databaseUrl });

  const { migrate } = await import("#db/migrate.ts");
  await migrate();
  const { closeDatabase } = await import("#db/client.ts");
  const { startCallLog } = await import("#lib/calls/record.ts");
  const { startRequestLog } = await import("#lib/api/request-log.ts");
  const ends = [startCallLog(), startRequestLog()];
  onShutdown("supporting", () => Promise.allSettled(ends.map((end) => end())).finally(closeDatabase));
  const { checkEncryptionKeys } = await import("./encryption-keys.ts");
  await checkEncryptionKeys();
  const { createFirstAdminFromEnv } = await import("#lib/members/first-admin.ts");
  await createFirstAdminFromEnv();

  if (simulator?.isOurs) await startSimulator(settings.dataDir, variables, simulator.port);
  const { startWeb } = await import("./web.ts");
  await startWeb({ port, host, dev });
  if (variables.WORKER !== "off") {
    const { startWorker } = await import("#worker/main.ts");
    const worker = await startWorker();
    onShutdown("serving", () => worker.stop());
  }

  console.log(`Antwort is ready: open ${variables.APP_URL}`);
  if (simulator)
    console.log(`No Meta app is set, so Instagram is simulated: be a customer at ${variables.SIMULATOR_URL}`);
}

/** A predecessor that is just leaving gets a moment to do so. */
async function checkPort(port: number, host: string) {
  for (let attempt = 1; attempt <= 8; attempt++) {
    const isFree = await isPortFree(port, host).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EACCES")
        throw new WrongSetting(`PORT ${port} may not be used by this user. Set PORT to a number from 1024.`);
      throw new WrongSetting(
        `HOST ${host} is no address of this machine (${error.code}). Set HOST to 127.0.0.1 for this machine alone, or to 0.0.0.0 for all.`,
      );
    });
    if (isFree) return;
    await sleep(200);
  }
  throw new WrongSetting(`PORT ${port} is in use by another program. Stop that program, or set PORT to a free one.`);
}

function isForPeople(error: unknown): error is Error {
  return error instanceof WrongSetting || (error instanceof Error && error.name === "AppError");
}
