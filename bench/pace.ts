import { setTimeout as sleep } from "node:timers/promises";

/** Acts so many times a second whatever the answers take, and returns all results. The first that fails fails the run. */
export async function atPace<T>(perSecond: number, count: number, act: (index: number) => Promise<T>): Promise<T[]> {
  const startedAt = performance.now();
  const under: Promise<T>[] = [];
  for (let index = 0; index < count; index++) {
    const waitMs = startedAt + (index * 1000) / perSecond - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    const one = act(index);
    one.catch(() => undefined);
    under.push(one);
  }
  return Promise.all(under);
}

/** As many as `workers` at once can do in `seconds`, after a second of warming up; returns how many a second. */
export async function asManyAsPossible(workers: number, seconds: number, act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  const countFrom = startedAt + 1_000;
  const end = countFrom + seconds * 1_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (performance.now() < end) {
        await act();
        const now = performance.now();
        if (now >= countFrom && now < end) done++;
      }
    }),
  );
  return done / seconds;
}

export async function inTurn<T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let index = 0; index < count; index++) results.push(await act(index));
  return results;
}
