import { expect, test } from "vitest";
import { cn } from "./cn.ts";

test.each([
  ["h-9 px-4 text-sm", "h-auto p-0", "text-sm h-auto p-0"],
  ["size-10", "size-20", "size-20"],
  ["h-9 w-4", "size-8", "size-8"],
  ["text-sm text-muted-foreground", "text-2xl", "text-muted-foreground text-2xl"],
  ["text-sm text-center", "text-destructive-text text-pretty", "text-sm text-center text-destructive-text text-pretty"],
  ["text-sm", "text-[0.5625rem]", "text-[0.5625rem]"],
  ["rounded-xl", "rounded-br-sm", "rounded-xl rounded-br-sm"],
  ["rounded-br-sm", "rounded-full", "rounded-full"],
  ["border border-input", "border-0 border-destructive", "border-0 border-destructive"],
  ["hover:bg-accent bg-card", "bg-selected hover:bg-selected", "bg-selected hover:bg-selected"],
  ["flex max-md:hidden", "grid", "max-md:hidden grid"],
  ["max-w-lg", "max-w-[calc(100vw-2rem)]", "max-w-[calc(100vw-2rem)]"],
  ["grid-cols-1", false, "grid-cols-1"],
])("%s, then %s", (first, second, merged) => {
  expect(cn(first, second)).toBe(merged);
});
