import "#test/database.ts";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { fold, shorten } from "./fold.ts";
import { excerpt, findRanges } from "./mark.ts";
import { readTerms } from "./terms.ts";

/** What people write here: whole characters, as keyboards make them. */
const CHARACTERS = [
  ..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
  ..."äöüÄÖÜßẞéèêëïîçñåøÅØæœłđıİşğčžšőűâêôàùÿ",
  ..."ΑΒΓαβγΣςσЖжбвгЇїІі日本語한글السلام",
  ..." \t\n.,;:!?'\"()[]{}<>/\\|%_*+-=~`@#$&^…–—«»„“”’€£¥§°№™½²",
  ..."🙏❤️😊👍🔥☕🕯✨🏽🏿🇩🇪👩‍💻",
];
const written = fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 60 }).map((characters) => characters.join(""));

test("folds as the database does", async () => {
  const texts = fc.sample(written, 1_500);
  const rows = await db.execute<{ words: string | null }>(
    sql`select search_words(value) as words from json_array_elements_text(${JSON.stringify(texts)}::json) with ordinality as text (value, place) order by place`,
  );
  const stored = (text: string) => {
    const plain = fold(text);
    const short = shorten(plain).text;
    if (plain.text === "") return null;
    return short === plain.text ? ` ${short} ` : ` ${plain.text} \n ${short} `;
  };
  expect(rows.map(({ words }) => words)).toEqual(texts.map(stored));
});

test("whatever is part of a text is found in it, and marked", () => {
  fc.assert(
    fc.property(written, written, written, (before, words, after) => {
      const terms = readTerms(`"${words.replace(/["“”„«»]/g, " ")}"`);
      fc.pre(terms.length > 0);
      const ranges = findRanges(`${before} ${words} ${after}`, terms);
      expect(ranges.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

test("marks cut a text without changing it", () => {
  fc.assert(
    fc.property(written, written, (text, query) => {
      const parts = excerpt(text, readTerms(query.slice(0, 8)), 10_000);
      expect(parts.map((part) => part.text).join("")).toBe(text);
    }),
  );
});

test.each([
  ["Müller", "Herr Mueller kommt", "Mueller"],
  ["Mueller", "Herr Müller kommt", "Müller"],
  ["Muller", "Herr Müller kommt", "Müller"],
  ["muller", "Herr MUELLER kommt", "MUELLER"],
  ["strasse", "die Straße hier", "Straße"],
  ["STRASSE", "die Straße hier", "Straße"],
  ["versand", "Der Expressversand!", "versand"],
  ["element", "ein Bauelement", "element"],
  ["öl", "Das Ölfass", "Öl"],
  ["👍", "gut 👍🏽 so", "👍🏽"],
  ["❤", "Danke❤️!", "❤️"],
  ["20418", "Nr. 20418/2", "20418"],
  ['"bis samstag"', "Also bis\n Samstag, ja?", "bis\n Samstag"],
  ["e-mail", "per E-Mail bitte", "E-Mail"],
  ["cafe", "Café", "Café"],
])("%s is marked in %s", (query, text, marked) => {
  expect(findRanges(text, readTerms(query)).map(({ start, end }) => text.slice(start, end))).toEqual([marked]);
});

test.each([
  ["blue", "Mein Blut"],
  ["shoe", "im Shop"],
  ["ok", "ein Rock"],
  ["👍", "👎"],
])("%s is not in %s", (query, text) => {
  expect(findRanges(text, readTerms(query))).toEqual([]);
});

test("an excerpt shows the hit and where it was cut", () => {
  const text = `${"Anfang und so weiter ".repeat(30)}Expressversand ${"bis zum Ende ".repeat(30)}`;
  const parts = excerpt(text, readTerms("versand"));
  expect(parts[0]).toEqual({ text: "…", isHit: false });
  expect(parts.at(-1)).toEqual({ text: "…", isHit: false });
  expect(parts.find(({ isHit }) => isHit)?.text).toBe("versand");
  expect(parts.map((part) => part.text).join("").length).toBeLessThan(180);
});

test.each([
  ["at the end", `${"Anfang und so weiter ".repeat(6)}Nussbaum`],
  ["in one long word", `${"x".repeat(120)}nussbaum${"y".repeat(120)}`],
  ["early", `Ein Tisch aus Nussbaum ${"und noch mehr davon ".repeat(20)}`],
])("a hit %s stands in the first two lines of its excerpt", (_, text) => {
  const parts = excerpt(text, readTerms("nussbaum"));
  const hit = parts.findIndex(({ isHit }) => isHit);
  const before = parts.slice(0, hit).map((part) => part.text);
  expect(before.join("").length).toBeLessThanOrEqual(50);
  expect(parts[hit]?.text.toLowerCase()).toBe("nussbaum");
});

test("hostile queries are read in no time and mean nothing special", () => {
  for (const query of ["%", "_", "\\", "'\"", "((((", "!!&(|", "", "   ", "\u0000", "\ud800"]) {
    expect(readTerms(query).flat().join("")).not.toMatch(/[%_\\]/);
  }
  const startedAt = performance.now();
  expect(readTerms(`${"(a+)+$ ".repeat(20_000)}`).length).toBeLessThanOrEqual(12);
  expect(readTerms('"'.repeat(100_000))).toEqual([]);
  expect(performance.now() - startedAt).toBeLessThan(200);
});
