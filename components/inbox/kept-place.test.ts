// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import { findPlace, goesOn, keepPlace } from "./kept-place.ts";

const PLACE = { messageId: "m1", top: 24 };

beforeEach(() => {
  sessionStorage.clear();
  goesOn();
});

test("who comes back by the way back is where they read, who opens it anew is at the end", () => {
  keepPlace("c1", PLACE);
  expect(findPlace("c1")).toBeNull();
  window.dispatchEvent(new PopStateEvent("popstate"));
  expect(findPlace("c1")).toEqual(PLACE);
  expect(findPlace("c2")).toBeNull();
  goesOn();
  expect(findPlace("c1")).toBeNull();
});

test("who has read to the end, or whose browser holds nonsense, comes back to the end", () => {
  window.dispatchEvent(new PopStateEvent("popstate"));
  keepPlace("c1", PLACE);
  keepPlace("c1", null);
  expect(findPlace("c1")).toBeNull();
  sessionStorage.setItem("place:c1", "{");
  expect(findPlace("c1")).toBeNull();
});
