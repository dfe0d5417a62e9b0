import { beginDrain } from "#lib/lifecycle.ts";

/** In this order: what serves people and runs jobs, what they lean on, and last the database. */
const STAGES = ["serving", "supporting", "database"] as const;
type Stage = (typeof STAGES)[number];
const LIMITS_MS: Record<Stage, number> = { serving: 5_500, supporting: 1_000, database: 2_000 };
const SAME_KEYSTROKE_MS = 1_000;

const stops: Record<Stage, ((hurry: boolean) => Promise<unknown>)[]> = { serving: [], supporting: [], database: [] };
let ending: Promise<never> | undefined;
let askedAt = 0;

/** `stop` runs when the process is to end. With `hurry` set there is no time left for anything graceful. */
export function onShutdown(stage: Stage, stop: (hurry: boolean) => Promise<unknown>) {
  stops[stage].push(stop);
}

/** SIGTERM, SIGINT and SIGHUP end the process in order, a second Ctrl-C at once. */
export function watchSignals(onStopping: () => void) {
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    process.on(signal, () => {
      // One Ctrl-C arrives up to three times: from the terminal, from npm and from the launcher.
      if (ending && Date.now() - askedAt > SAME_KEYSTROKE_MS) return void exitAtOnce(130);
      if (ending) return;
      askedAt = Date.now();
      onStopping();
      void shutDown(0);
    });
  }
}

/** Ends everything within nine seconds, whatever hangs. */
export function shutDown(code: number): Promise<never> {
  ending ??= stopAll(code);
  return ending;
}

async function stopAll(code: number): Promise<never> {
  setTimeout(() => void exitAtOnce(code), 8_500);
  beginDrain();
  for (const stage of STAGES) {
    const done = Promise.allSettled(stops[stage].map((stop) => stop(false)));
    await Promise.race([done, after(LIMITS_MS[stage])]);
  }
  process.exit(code);
}

async function exitAtOnce(code: number) {
  const done = Promise.allSettled(STAGES.flatMap((stage) => stops[stage]).map((stop) => stop(true)));
  await Promise.race([done, after(500)]);
  process.exit(code);
}

function after(ms: number) {
  return new Promise<void>((resolve) => setTimeout(resolve, ms));
}
