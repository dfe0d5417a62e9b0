import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createPuller } from "./puller.ts";

const asked: string[] = [];
let answers: (() => Response | Promise<Response>)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  answers = [];
  vi.stubGlobal("fetch", async (address: string) => {
    asked.push(new URL(address, "http://localhost").searchParams.get("since") ?? "");
    return answers.shift()?.() ?? delta(String(asked.length));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function setUp() {
  const heard = {
    apply: vi.fn(),
    startAfresh: vi.fn(async () => undefined),
    onChanged: vi.fn(),
    onOutcome: vi.fn(),
    onSignedOut: vi.fn(),
  };
  return { ...heard, ...createPuller("0", heard) };
}

describe("createPuller", () => {
  test("whatever is heard during a pull causes exactly one more, from the new cursor", async () => {
    const puller = setUp();
    for (let nudge = 0; nudge < 5; nudge++) puller.pull();
    await vi.runAllTimersAsync();
    expect(asked).toEqual(["0", "1"]);
    expect(puller.apply).toHaveBeenCalledTimes(2);
  });

  test("a pull that fails is tried again from the same cursor, ever more slowly", async () => {
    const fail = () => Promise.reject(new TypeError("offline"));
    answers = [fail, () => new Response(null, { status: 503 })];
    const puller = setUp();
    puller.pull();
    await vi.advanceTimersByTimeAsync(499);
    expect(asked).toEqual(["0"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual(["0", "0"]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual(["0", "0", "0"]);
    expect(puller.onOutcome.mock.calls).toEqual([[false], [false], [true]]);
    expect(puller.apply).toHaveBeenCalledOnce();
  });

  test("too far behind: starts afresh, then goes on from the cursor taken before", async () => {
    answers = [() => delta("50", true)];
    const puller = setUp();
    puller.pull();
    await vi.runAllTimersAsync();
    puller.pull();
    await vi.runAllTimersAsync();
    expect(puller.startAfresh).toHaveBeenCalledOnce();
    expect(asked).toEqual(["0", "50"]);
  });

  test("what was read before the last pull is caught up with, also while one is under way", async () => {
    answers = [() => delta("9")];
    const puller = setUp();
    puller.pull();
    await vi.runAllTimersAsync();
    puller.catchUp("12");
    await vi.runAllTimersAsync();
    answers = [() => delta("20"), () => delta("21")];
    puller.catchUp("1");
    puller.catchUp("0");
    await vi.runAllTimersAsync();
    expect(asked).toEqual(["0", "9", "1", "0"]);
    puller.pull();
    await vi.runAllTimersAsync();
    expect(asked.at(-1)).toBe("21");
  });

  test("signed out: says so and asks no more", async () => {
    answers = [() => new Response(null, { status: 401 })];
    const puller = setUp();
    puller.pull();
    await vi.runAllTimersAsync();
    expect(puller.onSignedOut).toHaveBeenCalledOnce();
    expect(asked).toEqual(["0"]);
  });

  test("stopped: what still arrives changes nothing", async () => {
    const puller = setUp();
    puller.pull();
    puller.stop();
    await vi.runAllTimersAsync();
    expect(puller.apply).not.toHaveBeenCalled();
  });
});

function delta(cursor: string, reset = false): Response {
  return Response.json({ cursor, reset, conversations: [], messages: [], goneMessageIds: [] });
}
