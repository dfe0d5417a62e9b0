import { describe, expect, test } from "vitest";
import { isOnlyEmoji, splitLinks } from "./message-text.tsx";

describe("splitLinks", () => {
  test.each([
    ["see https://a.example/x.", ["https://a.example/x"]],
    ["(https://a.example/b_(c)) and https://b.example?q=1, ok", ["https://a.example/b_(c)", "https://b.example?q=1"]],
    ["https://a.example/ümlaut/😀!", ["https://a.example/ümlaut/😀"]],
    ["http://plain.example javascript:alert(1) data:text/html,x //b.example", []],
    ["https://", []],
    ["https://a.example/\u202Egpj.exe", ["https://a.example/"]],
  ])("%s", (text, links) => {
    const parts = splitLinks(text);
    expect(parts.filter(({ isLink }) => isLink).map((part) => part.text)).toEqual(links);
    expect(parts.map((part) => part.text).join("")).toBe(text);
  });
});

test.each([
  ["🎉", true],
  ["👩‍👩‍👧 ❤️", true],
  ["👍🏽👍🏽👍🏽", true],
  ["🎉🎉🎉🎉", false],
  ["ok 👍", false],
  ["1", false],
  ["", false],
])("only emoji: %s", (text, isOnly) => {
  expect(isOnlyEmoji(text)).toBe(isOnly);
});
