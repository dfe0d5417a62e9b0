import { describe, expect, test } from "vitest";
import { dayOf, hueOf, initials, personName, utf8Length } from "./format.ts";

describe("personName", () => {
  const person = { id: "1", igsid: "1039921748806613", name: null, username: null };
  test.each([
    [{ ...person, name: "Lena", username: "lena" }, "Lena"],
    [{ ...person, username: "lena" }, "@lena"],
    [{ ...person, name: "\u200b \u2060", username: "lena" }, "@lena"],
    [person, "…6613"],
  ])("%o is %s", (given, name) => expect(personName(given)).toBe(name));
});

test.each([
  ["Lena Hoffmann", "LH"],
  ["@kaffeeliebe.koeln", "KK"],
  ["anna", "A"],
  ["Mia-Sophie von der Heide", "MH"],
  ["🌸 Blume", "🌸B"],
  ["…6613", ""],
  ["", ""],
])("initials of %s are %s", (name, letters) => expect(initials(name)).toBe(letters));

test("a hue stays the same for an id", () => expect(hueOf("contact-1")).toBe(hueOf("contact-1")));

test.each([
  ["a", 1],
  ["ü", 2],
  ["€", 3],
  ["😀", 4],
])("%s has %i bytes", (text, bytes) => expect(utf8Length(text)).toBe(bytes));

test("a day belongs to a time zone", () => {
  expect(dayOf("2026-11-21T23:30:00Z", "Europe/Berlin")).toBe("2026-11-22");
  expect(dayOf("2026-11-21T23:30:00Z", "UTC")).toBe("2026-11-21");
});
