import { expect, test } from "vitest";
import { inLane } from "./lane.ts";

function gate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

test("all who ask while a course is under way share the one after it", async () => {
  const { open, passed } = gate();
  const begun: string[] = [];
  const course = (name: string) => async () => {
    begun.push(name);
    await passed;
  };
  const first = inLane("lena", course("first"));
  const others = [inLane("lena", course("second")), inLane("lena", course("third"))];
  expect(begun).toEqual(["first"]);
  open();
  await Promise.all([first, ...others]);
  expect(begun).toEqual(["first", "second"]);
  await inLane("lena", course("fourth"));
  expect(begun).toEqual(["first", "second", "fourth"]);
});

test("lanes do not wait for each other", async () => {
  const { open, passed } = gate();
  const first = inLane("lena", () => passed);
  const done: string[] = [];
  await inLane("tom", async () => {
    done.push("tom");
  });
  expect(done).toEqual(["tom"]);
  open();
  await first;
});

test("each hears how the course went that was theirs, and a failure frees the lane", async () => {
  const { open, passed } = gate();
  const first = inLane("lena", async () => {
    await passed;
    throw new Error("the first course");
  });
  const second = inLane("lena", async () => {
    throw new Error("the second course");
  });
  open();
  await expect(first).rejects.toThrow("the first course");
  await expect(second).rejects.toThrow("the second course");
  await expect(inLane("lena", async () => undefined)).resolves.toBeUndefined();
});
