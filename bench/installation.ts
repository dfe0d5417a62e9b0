import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#server/ports.ts";
import { createClient } from "./client.ts";

/** Settings of the person's own installation must not leak into the measured one. */
const OWN_SETTINGS =
  /^(PORT|HOST|APP_URL|DATA_DIR|DATABASE_URL|AUTH_SECRET|ENCRYPTION_KEYS|ADMIN_\w+|INSTAGRAM_\w+|HUMAN_AGENT|EGRESS_ALLOW|TRUSTED_PROXIES|SIMULATOR_\w+|MEDIA_POLICY|METRICS_TOKEN|WORKER|LOG_LEVEL|SANDBOX|NODE_OPTIONS)$/;

export const ADMIN = { email: "ada@brassmoon.example", password: "a long walk along the lake" };
export const ACCOUNT = { username: "brassmoonstudio", igId: "17841467203918254" };
export const WEBHOOK_SECRET = "the secret that signs what the benchmark sends";

const root = join(import.meta.dirname, "..");

const running = new Set<() => Promise<void>>();

/** For a run that is cut short. */
export async function stopInstallations(): Promise<void> {
  await Promise.all([...running].map((stop) => stop()));
}

export type Installation = Awaited<ReturnType<typeof startInstallation>>;

/** A whole installation of its own, as `npm start` makes one, in a folder that is gone after `stop`. */
export async function startInstallation() {
  const dataDir = mkdtempSync(join(tmpdir(), "antwort-bench-"));
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !OWN_SETTINGS.test(name))),
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ANTWORT_LAUNCHED: "1",
    LOG_LEVEL: "error",
    PORT: String(port),
    SIMULATOR_PORT: String(simulatorPort),
    DATA_DIR: dataDir,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    INSTAGRAM_APP_SECRETS: WEBHOOK_SECRET,
  };
  const url = `http://127.0.0.1:${port}`;
  let server: ChildProcess;
  const start = async (changed: Record<string, string> = {}) => {
    server = spawn(process.execPath, [join(root, "server", "main.ts")], {
      cwd: root,
      env: { ...env, ...changed },
      stdio: ["ignore", "ignore", "inherit"],
    });
    await untilReady(url, server);
  };
  const stop = async () => {
    running.delete(stop);
    await end(server);
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  };
  running.add(stop);
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    /** The name browsers use, which the app redirects to. */
    browserUrl: `http://localhost:${port}`,
    simulatorUrl: `http://127.0.0.1:${simulatorPort}`,
    get databaseUrl() {
      return (JSON.parse(readFileSync(join(dataDir, "database.json"), "utf8")) as { url: string }).url;
    },
    get pid() {
      return server.pid as number;
    },
    stop,
    /** Stops it and starts it anew with the same data, and with these settings changed. */
    async restart(changed: Record<string, string> = {}) {
      await end(server);
      await start(changed);
    },
    /** Runs one of the contract's commands against it. */
    cli: (...args: string[]) => run([join(root, "server", "run.ts"), "cli/main.ts", ...args], env),
  };
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const client = createClient(url);
  const deadline = Date.now() + 60_000;
  while (server.exitCode === null && Date.now() < deadline) {
    const answer = await client.call("/api/ready").catch(() => undefined);
    if (answer?.status === 200) return client.close();
    await sleep(100);
  }
  throw new Error("The installation did not become ready.");
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, "exit");
  server.kill("SIGTERM");
  const timer = setTimeout(() => server.kill("SIGKILL"), 14_000);
  await gone;
  clearTimeout(timer);
}

async function run(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${args.slice(1).join(" ")} ended with ${code}.`);
}
