import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { bulkhead } from "cockatiel";
import { log } from "#lib/log.ts";
import type { Answer, EncodedImage, Question } from "./shape.ts";

export type Limits = {
  /** How many draw at once. */
  processes: number;
  /** Bytes that each of them may hold. */
  memory: number;
  /** Whoever holds so many bytes after an image draws no other: some stay behind each time. */
  wornMemory: number;
  idleMs: number;
};

/** It is no image, or more than we draw. */
export class UnreadableImageError extends Error {}

/** Bundled code has no folder of its own, but every program of ours runs in the root of the project. */
const PROGRAM = join("lib", "files", "drawing-child.ts");
/** A busy machine starts programs slowly, for which no image is to blame. */
const START_MS = 30_000;

/**
 * Processes that draw: started when they are needed, used again and again, ended when idle. One that takes too long or too much
 * memory, or falls over, takes its one image along; the next image has another.
 */
export function createDrawers({ processes, memory, wornMemory, idleMs }: Limits) {
  const turns = bulkhead(processes, Number.POSITIVE_INFINITY);
  const idle = new Map<ChildProcess, NodeJS.Timeout>();

  /** Throws UnreadableImageError, also where drawing takes longer than `deadlineMs`. */
  return async (question: Question, deadlineMs: number): Promise<EncodedImage> => {
    const answer = await turns.execute(() => ask(question, deadlineMs));
    if ("problem" in answer) throw new UnreadableImageError(answer.problem);
    return answer;
  };

  async function ask(question: Question, deadlineMs: number): Promise<Answer> {
    const drawer = await give(question);
    try {
      const answer = (await hear(drawer, deadlineMs)) as Answer;
      if (answer.memory < wornMemory) keepIdle(drawer);
      else drawer.kill("SIGKILL");
      return answer;
    } catch (error) {
      drawer.kill("SIGKILL");
      log.warn({ error, signal: drawer.signalCode }, "an image was given up together with the process that drew it");
      throw new UnreadableImageError("The image takes more than we give it.", { cause: error });
    }
  }

  /** To one that lives: an idle one may have died unnoticed. */
  async function give(question: Question): Promise<ChildProcess> {
    const waiting = takeIdle();
    if (waiting && (await takes(waiting, question))) return waiting;
    const fresh = await start(memory);
    fresh.once("exit", () => leave(fresh));
    await takes(fresh, question);
    return fresh;
  }

  /** The one used last, so that the others come to their end. */
  function takeIdle(): ChildProcess | undefined {
    const drawer = [...idle.keys()].at(-1);
    if (drawer) leave(drawer);
    drawer?.ref();
    drawer?.channel?.ref();
    return drawer;
  }

  /** Nothing waits for it: a program that has come to its end does not stay for it. */
  function keepIdle(drawer: ChildProcess): void {
    drawer.unref();
    drawer.channel?.unref();
    idle.set(drawer, setTimeout(() => drawer.kill("SIGKILL"), idleMs).unref());
  }

  function leave(drawer: ChildProcess): void {
    clearTimeout(idle.get(drawer));
    idle.delete(drawer);
  }
}

/** It is given nothing of our environment, which holds secrets. Not `fork`, whose file Turbopack takes for a module of the bundle. */
async function start(memory: number): Promise<ChildProcess> {
  const drawer = spawn(process.execPath, [PROGRAM, String(memory)], {
    env: { NODE_ENV: process.env.NODE_ENV },
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  // Whoever waits for its word hears of a failure; one that nobody waits for must not end our own process.
  drawer.on("error", () => undefined);
  try {
    await hear(drawer, START_MS);
    return drawer;
  } catch (error) {
    drawer.kill("SIGKILL");
    throw error;
  }
}

function takes(drawer: ChildProcess, question: Question): Promise<boolean> {
  return new Promise((resolve) => drawer.send(question, (error) => resolve(error === null)));
}

/** Its next word. Throws when it ends before, or takes longer. */
async function hear(drawer: ChildProcess, withinMs: number): Promise<unknown> {
  const waiting = new AbortController();
  const giveUp = () => waiting.abort();
  const timer = setTimeout(giveUp, withinMs);
  drawer.once("exit", giveUp);
  if (!drawer.connected) giveUp();
  try {
    const [word] = await once(drawer, "message", { signal: waiting.signal });
    return word;
  } finally {
    clearTimeout(timer);
    drawer.off("exit", giveUp);
  }
}
