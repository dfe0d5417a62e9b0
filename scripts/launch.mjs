import { spawn } from "node:child_process";
import { onParentDeath } from "./processes.mjs";

const END_WITHIN_MS = 12_000;

/**
 * Runs a program until it ends and returns its exit status. What asks this process to end is passed on, and when npm or
 * whatever started us is killed, the program is asked to end too.
 */
export function runUntilEnd(command, args, options) {
  const child = spawn(command, args, { stdio: "inherit", ...options });
  const stop = (signal) => {
    child.kill(signal);
    setTimeout(() => child.kill("SIGKILL"), END_WITHIN_MS).unref();
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => stop(signal));
  if (process.env.npm_lifecycle_event) onParentDeath(() => stop("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}
