import { expect, test } from "vitest";
import { inLane } from "./lane.ts";

function gate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

test("work asked for while it is under way is done once more by whoever is at it", async () => {
  const { open, passed } = gate();
  const courses: number[] = [];
  const first = inLane("lena", async () => {
    courses.push(courses.length);
    if (courses.length === 1) await passed;
  });
  await inLane("lena", async () => expect.fail("ran beside the first"));
  await inLane("lena", async () => expect.fail("ran beside the first"));
  open();
  await first;
  expect(courses).toEqual([0, 1]);
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

test("a failure is told once what was asked for meanwhile has been tried, and frees the lane", async () => {
  const { open, passed } = gate();
  let courses = 0;
  const failing = async () => {
    courses++;
    await passed;
    throw new Error(`course ${courses}`);
  };
  const first = inLane("lena", failing);
  await inLane("lena", failing);
  open();
  await expect(first).rejects.toThrow("course 2");
  await expect(inLane("lena", failing)).rejects.toThrow("course 3");
});
