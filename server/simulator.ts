import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readHolder, tryLock } from "../scripts/lock.mjs";
import { freePort } from "./ports.ts";
import { reachableHost, type Settings } from "./settings.ts";
import { onShutdown } from "./shutdown.ts";

const root = join(import.meta.dirname, "..");

/** The simulator's port: of the one this process holds, or of another process's on the same DATA_DIR. */
export async function reserveSimulator({ dataDir, variables }: Settings): Promise<{ port: number; isOurs: boolean }> {
  const path = join(dataDir, "simulator.lock");
  const lock = tryLock(path, { port: 0 });
  if (!lock) return { port: await portOfHolder(path), isOurs: false };

  onShutdown("supporting", async () => lock.release());
  const wished = variables.SIMULATOR_PORT ? Number(variables.SIMULATOR_PORT) : Number(variables.PORT) + 1;
  const port = await freePort(wished, variables.HOST);
  lock.update({ port });
  return { port, isOurs: true };
}

/** The port of a simulator that some process on this DATA_DIR runs, if any. */
export function findSimulator(dataDir: string): number | undefined {
  return readHolder<{ port: number }>(join(dataDir, "simulator.lock"))?.port || undefined;
}

/** What the simulator is told: where the app is and by which id and secrets they know each other. */
export function simulatorVariables(dataDir: string, variables: Record<string, string>, port: number) {
  return {
    SIMULATOR_PORT: String(port),
    SIMULATOR_HOST: variables.HOST,
    SIMULATOR_STATE: join(dataDir, "simulator.json"),
    SIMULATOR_APP_ID: variables.INSTAGRAM_CLIENT_ID,
    SIMULATOR_APP_SECRET: variables.INSTAGRAM_CLIENT_SECRET,
    SIMULATOR_REDIRECT_URI: variables.INSTAGRAM_REDIRECT_URI,
    SIMULATOR_WEBHOOK_URL: `http://${reachableHost(variables.HOST as string)}:${variables.PORT}/api/webhooks/instagram`,
    SIMULATOR_VERIFY_TOKEN: variables.INSTAGRAM_WEBHOOK_VERIFY_TOKEN,
  };
}

/** Runs the simulator as a process of its own, for as long as this one lives, and returns once it listens. */
export async function startSimulator(dataDir: string, variables: Record<string, string>, port: number) {
  let stopping = false;
  let child = launch();
  let ended = watch(child);

  function launch() {
    const follow = new URL("../scripts/follow-parent.mjs", import.meta.url).href;
    return spawn(process.execPath, ["--import", follow, join(root, "simulator", "main.ts")], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
      env: { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV, ...simulatorVariables(dataDir, variables, port) },
    });
  }
  async function watch(running: ChildProcess) {
    await once(running, "exit");
    await sleep(1_000, undefined, { ref: false });
    if (stopping) return;
    child = launch();
    ended = watch(child);
  }

  onShutdown("supporting", async () => {
    stopping = true;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    const isGone = await Promise.race([gone.then(() => true), sleep(800, false, { ref: false })]);
    if (!isGone) child.kill("SIGKILL");
  });
  ended.catch((error: Error) => console.error(`The simulator cannot run: ${error.message}`));
  await waitForPort(port, reachableHost(variables.HOST as string));
}

async function waitForPort(port: number, host: string) {
  const deadline = Date.now() + 15_000;
  while (!(await accepts(port, host))) {
    if (Date.now() > deadline) throw new Error(`The simulator does not answer on port ${port}.`);
    await sleep(50);
  }
}

function accepts(port: number, host: string) {
  return new Promise<boolean>((resolve) => {
    const socket = connect(port, host.replace(/[[\]]/g, ""));
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

async function portOfHolder(path: string) {
  for (let waited = 0; waited < 10_000; waited += 100) {
    const holder = readHolder<{ port: number }>(path);
    if (holder?.port) return holder.port;
    await sleep(100);
  }
  throw new Error(`No simulator came up for ${path}.`);
}
