import { expect, test } from "vitest";
import { inOrder } from "./command-icons.ts";

test("the palette has one order, whoever offers a command first; what nobody thought of comes last", () => {
  const offered = ["new", "customer", "heart", "done", "reply"].map((id) => ({ id }));
  expect(inOrder(offered).map(({ id }) => id)).toEqual(["done", "customer", "reply", "heart", "new"]);
});
