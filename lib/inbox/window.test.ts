import fc from "fast-check";
import { expect, test } from "vitest";
import { answerableUntil, HUMAN_AGENT_WINDOW_MS, refusalMoment, replyWindow, WINDOW_MS } from "./window.ts";

const HOUR = 3_600_000;
const NOW = new Date("2026-11-22T12:00:00Z");
const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR);

test.each([
  [1, false, "open"],
  [21, false, "closing"],
  [24, false, "closed"],
  [24, true, "human_agent"],
  [24 * 7, true, "closed"],
] as const)("%i hours after the customer wrote, human agent %s: %s", (hours, hasHumanAgent, state) => {
  expect(replyWindow(ago(hours), NOW, hasHumanAgent).state).toBe(state);
});

test("nobody wrote, nobody may be answered", () => {
  expect(replyWindow(null, NOW, true)).toEqual({ state: "none", closesAt: null });
});

test("Instagram's no counts for more than our reckoning, and leaves the person's seven days where there are any", () => {
  expect(replyWindow(ago(2), NOW, false, ago(1))).toEqual({ state: "closed", closesAt: ago(1) });
  expect(replyWindow(ago(2), NOW, true, ago(1))).toEqual({
    state: "human_agent",
    closesAt: new Date(ago(2).getTime() + HUMAN_AGENT_WINDOW_MS),
  });
});

test("what lists count down to agrees with whether a person may answer", () => {
  const moment = fc.integer({ min: -1, max: 200 }).map(ago);
  const given = [fc.option(moment), fc.boolean(), fc.option(moment)] as const;
  fc.assert(
    fc.property(...given, (lastInboundAt, hasHumanAgent, refusedAt) => {
      const until = answerableUntil(lastInboundAt, hasHumanAgent, refusedAt);
      const { state } = replyWindow(lastInboundAt, NOW, hasHumanAgent, refusedAt);
      expect(until !== null && NOW < until).toBe(state !== "closed" && state !== "none");
    }),
  );
});

test("its no to a person's answer closes those seven days too, whenever it came", () => {
  expect(replyWindow(ago(50), NOW, true, refusalMoment(ago(50), ago(1), true)).state).toBe("closed");
  const early = refusalMoment(ago(2), ago(1), true);
  expect(early.getTime()).toBe(ago(2).getTime() + WINDOW_MS);
  expect(replyWindow(ago(2), NOW, true, early).state).toBe("closed");
  expect(refusalMoment(ago(2), ago(1), false)).toEqual(ago(1));
});
