import { beforeEach, expect, test } from "vitest";
import { selection } from "./selection.ts";

const LIST = Array.from({ length: 300 }, (_, index) => ({ id: `c${index}` }));

beforeEach(() => selection.clear());

test("a row is picked and dropped again", () => {
  selection.toggle("c1");
  selection.toggle("c2");
  selection.toggle("c1");
  expect([...selection.read()]).toEqual(["c2"]);
});

test("a range goes from the row picked last, in both directions", () => {
  selection.toggle("c5");
  selection.extend("c8", LIST);
  expect([...selection.read()]).toEqual(["c5", "c6", "c7", "c8"]);
  selection.extend("c3", LIST);
  expect(selection.read().size).toBe(6);
});

test("a range without a beginning is one row", () => {
  selection.toggle("elsewhere");
  selection.extend("c3", LIST);
  expect([...selection.read()]).toEqual(["elsewhere", "c3"]);
});

test("no more are picked than one act takes", () => {
  selection.add(LIST);
  expect(selection.read().size).toBe(200);
  selection.toggle("one more");
  expect(selection.read().has("one more")).toBe(false);
});
