import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asId, asUrl, own, parseJson } from "./json.ts";

describe("parseJson", () => {
  test.each([
    ['{"user_id":27310846592217703}', { user_id: "27310846592217703" }],
    [
      "[9007199254740991,9007199254740992,-9007199254740993]",
      [9007199254740991, "9007199254740992", "-9007199254740993"],
    ],
    ['{ "a" :\n 38281000000004703 }', { a: "38281000000004703" }],
    ["38281000000004703", "38281000000004703"],
    ['"38281000000004703"', "38281000000004703"],
    ['{"a":": 38281000000004703","b":1793351642118}', { a: ": 38281000000004703", b: 1793351642118 }],
    ["[1e20,12345678901234567.5]", [1e20, 12345678901234568]],
  ])("%s", (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  test("keeps every digit of every integer and leaves all else as JSON.parse has it", () => {
    fc.assert(
      fc.property(fc.bigInt(), (integer) => {
        expect(String(own(parseJson(`{"id":${integer}}`), "id"))).toBe(String(integer));
      }),
    );
    const small = fc.jsonValue().filter((value) => !/\d{16}/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(small, (value) => {
        const text = JSON.stringify(value);
        expect(parseJson(`[38281000000004703,${text}]`)).toEqual(["38281000000004703", JSON.parse(text)]);
      }),
    );
  });

  test("survives any depth, with and without a large integer", () => {
    const deep = (inside: string) => `${"[".repeat(100_000)}${inside}${"]".repeat(100_000)}`;
    expect(() => parseJson(deep("1"))).not.toThrow();
    expect(() => parseJson(deep("38281000000004703"))).not.toThrow();
    expect(() => parseJson(deep("x"))).toThrow(SyntaxError);
  });
});

test("own reads no prototype", () => {
  const value = parseJson('{"a":{"b":[1]}}');
  expect(own(value, "a", "b")).toEqual([1]);
  for (const path of [["toString"], ["a", "constructor"], ["__proto__", "x"], ["a", "b", "length"], ["a", "x", "y"]]) {
    expect(own(value, ...path)).toBeUndefined();
  }
});

test("ids are storable as they are, or none", () => {
  expect([asId("178"), asId(178), asId("m_1")]).toEqual(["178", "178", "m_1"]);
  for (const value of ["", "a\0b", "\uD800", "x".repeat(256), 1.5, 2 ** 53, null, true, [], {}])
    expect(asId(value)).toBeNull();
});

test("addresses are of the web", () => {
  expect(asUrl("HTTPS://a.example/x")).toBe("HTTPS://a.example/x");
  for (const value of ["javascript:1", "/x", "https://", "ftp://a", 1, null]) expect(asUrl(value)).toBeNull();
});
