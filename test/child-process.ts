import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { afterAll } from "vitest";

export type Child = {
  pid: number;
  /** What it printed so far. */
  printed(): string;
  /** Dies at once, as by a power cut. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

/** A real process of ours with the test's settings, ready once it has printed `readyWhen`. It ends with the test file at the latest. */
export async function startProcess(
  script: string,
  { env = {}, readyWhen }: { env?: Record<string, string>; readyWhen: RegExp },
): Promise<Child> {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, LOG_LEVEL: "info", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  let printed = "";
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      if (readyWhen.test(printed)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`${script} ended with ${code}: ${printed}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    children.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  return {
    pid: child.pid ?? 0,
    printed: () => printed,
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

export function startWorkerProcess(env: Record<string, string> = {}): Promise<Child> {
  return startProcess("worker/main.ts", { env, readyWhen: /worker started/ });
}

export type Instance = Child & {
  /** Hands a signed body to its webhook door, as Instagram does; answers the status. */
  post(body: Uint8Array): Promise<number>;
  /** Where its developer API is. */
  apiUrl: string;
};

/** Webhook door, developer API and worker of one installation; several share the test's database. */
export async function startInstance(env: Record<string, string> = {}): Promise<Instance> {
  const child = await startProcess("test/instance.ts", { env, readyWhen: /instance at \S+/ });
  const [, url] = child.printed().match(/instance at (\S+)/) ?? [];
  return {
    ...child,
    apiUrl: `${url}/api`,
    async post(body) {
      const secret = process.env.INSTAGRAM_APP_SECRETS ?? "";
      const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
      const headers = { "content-type": "application/json", "x-hub-signature-256": signature };
      const response = await fetch(`${url}/api/webhooks/instagram`, {
        method: "POST",
        headers,
        body: Buffer.from(body),
      });
      return response.status;
    },
  };
}
