import { expect, test } from "vitest";
import { conversationRow } from "../test-rows.ts";
import type { InboxViewer } from "../types.ts";
import { fillVariables, findBlanks, variablesOf } from "./variables.ts";

const viewer = { memberName: "Ada Berger" } as InboxViewer;

function valuesFor(name: string | null, username: string | null = "lena") {
  const row = conversationRow();
  return variablesOf({ ...row, contact: { ...row.contact, name, username } }, viewer);
}

test("fills what is known from the conversation", () => {
  const text = "Hello {{first_name}} ({{handle}}, {{ Name }}), {{me}} of {{account}} here.";
  expect(fillVariables(text, valuesFor("Lena Wirth"))).toBe(
    "Hello Lena (@lena, Lena Wirth), Ada Berger of @cafe here.",
  );
});

test("leaves what is not known where everybody sees it, and finds it again", () => {
  const filled = fillVariables("Hello {{first_name}}, your order {{order number}} is here.", valuesFor(null));
  expect(filled).toBe("Hello {{first_name}}, your order {{order number}} is here.");
  expect(findBlanks(filled).map(({ text }) => text)).toEqual(["{{first_name}}", "{{order number}}"]);
  const [blank] = findBlanks(filled);
  expect(filled.slice(blank?.start, blank?.end)).toBe("{{first_name}}");
});

test.each([
  ["Lena Wirth | Fotografie", "Lena"],
  ["🌸 Lena", null],
  ["Zoë", "Zoë"],
  ["Jean-Luc Picard", "Jean-Luc"],
  ["casa morandi", null],
  ["★★★", null],
  ["", null],
  [null, null],
])("the first name of %o is %o", (name, first) => {
  expect(valuesFor(name).first_name).toBe(first);
});

test("braces that are no variable are words like any others", () => {
  expect(findBlanks("{ {name} } and {{}} and {{a.b}}").map(({ text }) => text)).toEqual(["{{}}"]);
});
