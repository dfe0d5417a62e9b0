import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_TEXT_BYTES, splitText, utf8Length } from "./text.ts";

test("bytes, not letters", () => {
  expect(["a", "ä", "я", "€", "👋", "👨‍👩‍👧‍👦", "\uD800"].map(utf8Length)).toEqual([1, 2, 2, 3, 4, 25, 3]);
});

describe("splitText", () => {
  test("a text that fits stays whole", () => {
    expect(splitText("x".repeat(MAX_TEXT_BYTES))).toEqual(["x".repeat(MAX_TEXT_BYTES)]);
    expect(splitText("я".repeat(500))).toHaveLength(1);
    expect(splitText("я".repeat(501))).toEqual(["я".repeat(500), "я"]);
    expect(splitText("")).toEqual([]);
  });

  test.each([
    ["paragraph", "First one. Second.\n\nThird line here.", ["First one. Second.\n\n", "Third line here."]],
    ["line", "First one. Second\nThird line here", ["First one. Second\n", "Third line here"]],
    ["sentence", "A first sentence! The second one is", ["A first sentence! ", "The second one is"]],
    ["word", "one two three four five six seven", ["one two three four five ", "six seven"]],
    ["grapheme", "x".repeat(30), ["x".repeat(24), "x".repeat(6)]],
  ])("prefers the end of a %s", (_border, text, parts) => {
    expect(splitText(text, 24)).toEqual(parts);
  });

  test("an early border is not worth a stub", () => {
    expect(splitText(`Hi.\n\n${"word ".repeat(10)}`, 30)[0]).toBe("Hi.\n\nword word word word word ");
  });

  test("never cuts an emoji or a letter with its marks", () => {
    const family = "👨‍👩‍👧‍👦";
    expect(splitText(family.repeat(5), 60)).toEqual([family.repeat(2), family.repeat(2), family]);
    expect(splitText("e\u0301".repeat(5), 7)).toEqual(["e\u0301".repeat(2), "e\u0301".repeat(2), "e\u0301"]);
  });

  test("a single grapheme longer than a message is cut between code points", () => {
    const flood = `Z${"\u0301".repeat(3000)}`;
    const parts = splitText(flood);
    expect(parts.join("")).toBe(flood);
    expect(Math.max(...parts.map(utf8Length))).toBeLessThanOrEqual(MAX_TEXT_BYTES);
  });

  test("parts fit, are not empty and make up the text", () => {
    const unit = fc.constantFrom(
      "a",
      "bc ",
      ". ",
      "\n",
      "\n\n",
      "ä",
      "€",
      "👋",
      "👨‍👩‍👧‍👦",
      "\u0301",
      " ",
      "\uD83D",
      "🇨🇭",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 3000 }),
      fc.array(unit, { maxLength: 2000 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, fc.oneof(fc.constant(MAX_TEXT_BYTES), fc.integer({ min: 4, max: 60 })), (whole, maxBytes) => {
        const parts = splitText(whole, maxBytes);
        expect(parts.join("")).toBe(whole);
        expect(parts.every((part) => part !== "" && utf8Length(part) <= maxBytes)).toBe(true);
      }),
    );
  });

  test("cuts only between graphemes that fit", () => {
    const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
    const starts = (text: string) => new Set(Array.from(graphemes.segment(text), ({ index }) => index));
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (whole) => {
        const allowed = starts(whole);
        let at = 0;
        for (const part of splitText(whole, 100)) {
          expect(allowed.has(at)).toBe(true);
          at += part.length;
        }
      }),
    );
  });

  test("a hundred kilobytes take no time worth naming", () => {
    const started = performance.now();
    splitText("word and more words. ".repeat(5000));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
