import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { throughBreaker } from "./breaker.ts";
import { InstagramError } from "./errors.ts";

const unreached = () => Promise.reject(new InstagramError({ kind: "not_sent", key: "not_sent" }));
const tooLate = () => Promise.reject(new InstagramError({ kind: "unknown", key: "timeout" }));
let count = 0;
let host = "";

beforeEach(() => {
  host = `http://host-${count++}`;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Whether the call was made at all, and what came of it. */
async function tryCall(call: () => Promise<unknown>) {
  let isMade = false;
  const outcome = await throughBreaker(host, () => {
    isMade = true;
    return call();
  }).catch((error: InstagramError) => error.kind);
  return [isMade, outcome];
}

test("after five calls that reached nothing a host is left alone for five seconds, then one call tries", async () => {
  for (let tries = 0; tries < 5; tries++) expect(await tryCall(unreached)).toEqual([true, "not_sent"]);
  expect(await tryCall(unreached)).toEqual([false, "not_sent"]);
  vi.advanceTimersByTime(4_900);
  expect(await tryCall(unreached)).toEqual([false, "not_sent"]);

  vi.advanceTimersByTime(200);
  const slow = new Promise((resolve) => setTimeout(() => resolve("ok"), 1_000));
  const probe = tryCall(() => slow);
  expect(await tryCall(unreached)).toEqual([false, "not_sent"]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await probe).toEqual([true, "ok"]);
  expect(await tryCall(unreached)).toEqual([true, "not_sent"]);
});

test("what may have arrived is told as it is and leaves the way open, and one host says nothing about another", async () => {
  for (let tries = 0; tries < 8; tries++) expect(await tryCall(tooLate)).toEqual([true, "unknown"]);
  for (let tries = 0; tries < 5; tries++) await tryCall(unreached);
  host = `${host}-other`;
  expect(await tryCall(() => Promise.resolve("ok"))).toEqual([true, "ok"]);
});
