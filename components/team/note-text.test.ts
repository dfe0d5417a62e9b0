import { describe, expect, test } from "vitest";
import { splitMentions } from "./note-text.tsx";

describe("splitMentions", () => {
  test("finds who is called, wherever they stand", () => {
    expect(called("@Anna please ask @Ben Frei.", ["Anna", "Ben Frei"])).toEqual(["@Anna", "@Ben Frei"]);
    expect(called("thanks @Anna", ["Anna"])).toEqual(["@Anna"]);
  });

  test("takes the longer of two names", () => {
    expect(called("@Anna Berger", ["Anna", "Anna Berger"])).toEqual(["@Anna Berger"]);
  });

  test("leaves addresses and strangers alone, and loses no letter", () => {
    const text = "write to anna@example.com or @Carl, @Anna@Anna";
    expect(called(text, ["Anna"])).toEqual(["@Anna", "@Anna"]);
    expect(
      splitMentions(text, ["Anna"])
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
    expect(splitMentions("", [])).toEqual([{ at: 0, text: "", isMention: false }]);
  });
});

function called(text: string, names: string[]): string[] {
  return splitMentions(text, names).flatMap((part) => (part.isMention ? [part.text] : []));
}
