import { type ChildProcess, spawn } from "node:child_process";
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
