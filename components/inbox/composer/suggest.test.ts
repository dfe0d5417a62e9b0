import { expect, test } from "vitest";
import { findColleagues, findReplies, findTrigger, mentionsIn } from "./suggest.ts";

test.each([
  ["/", 1, { kind: "reply", query: "", start: 0, end: 1 }],
  ["Hi /ho", 6, { kind: "reply", query: "ho", start: 3, end: 6 }],
  ["line\n/ho more", 8, { kind: "reply", query: "ho", start: 5, end: 8 }],
  ["see https://x", 13, null],
  ["and/or", 6, null],
  ["/done ", 6, null],
  ["@An", 3, null],
])("in a reply %o at %i calls up %o", (text, caret, expected) => {
  expect(findTrigger(text, caret, false)).toEqual(expected && { ...expected, isNote: false });
});

test.each([
  ["@", 1, "", 0],
  ["ask @Anna Me", 12, "Anna Me", 4],
  ["mail@shop", 9, null, 0],
  ["@Anna Meyer and", 15, null, 0],
])("in a note %o at %i calls up the colleague %o", (text, caret, query, start) => {
  const expected = query === null ? null : { kind: "colleague", query, start, end: caret, isNote: true };
  expect(findTrigger(text, caret, true)).toEqual(expected);
});

test("saved replies are found by shortcut first and by words, whatever accents and case", () => {
  const replies = [
    { shortcut: "address", text: "Grüße aus der Marktgasse 4" },
    { shortcut: "opening", text: "We open at 9" },
    { shortcut: "re-open", text: "Hello again" },
  ];
  const found = (query: string) => findReplies(replies, query).map(({ shortcut }) => shortcut);
  expect(found("")).toEqual(["address", "opening", "re-open"]);
  expect(found("OPEN")).toEqual(["opening", "re-open"]);
  expect(found("grusse")).toEqual(["address"]);
  expect(found("zebra")).toEqual([]);
});

const team = ["Anna", "Anna Meyer", "Zoë Lang"].map((name, index) => ({ id: String(index), name }));

test("colleagues are found by the beginning of any of their names", () => {
  expect(findColleagues(team, "an").map(({ name }) => name)).toEqual(["Anna", "Anna Meyer"]);
  expect(findColleagues(team, "lang").map(({ name }) => name)).toEqual(["Zoë Lang"]);
  expect(findColleagues(team, "zoe l")).toHaveLength(1);
  expect(findColleagues(team, "na")).toEqual([]);
});

test("a note calls whom it names, and nobody whose name another one only begins with", () => {
  expect(mentionsIn("@Anna Meyer please look", team)).toEqual(["1"]);
  expect(mentionsIn("@Anna and @Zoë Lang", team).sort()).toEqual(["0", "2"]);
  expect(mentionsIn("Anna said so", team)).toEqual([]);
});
