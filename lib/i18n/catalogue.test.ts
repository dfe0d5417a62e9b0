import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, test } from "vitest";
import { INSTAGRAM_ERROR_KEYS } from "#lib/instagram/errors.ts";
import { CATALOGUES } from "./catalogue.ts";
import { preferredLocale } from "./locales.ts";

const english = flatten(CATALOGUES.en);
const german = flatten(CATALOGUES.de);

/** Names and words that are the same in both languages. */
const SAME_IN_BOTH = new Set([
  "Antwort",
  "Admin",
  "Agent",
  "System",
  "Simulator",
  "Instagram",
  "Webhook",
  "Webhooks",
  "Name",
  "Label",
  "Labels",
  "Label …",
  "Labels: {names}",
  "Orange",
  "Esc",
  "Enter",
  "Sticker",
  "Text",
  "Demo",
  "Status",
  "Token",
  "Video",
  "Reel",
  "GIF",
  "Story",
  "Code",
  "OK",
]);

describe("German", () => {
  test("has every key of the English catalogue and no other", () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test.each([...english])("%s takes the same placeholders", (key, text) => {
    expect(placeholders(german.get(key) ?? "")).toEqual(placeholders(text));
  });

  test.each([...english])("%s is a translation, not a copy", (key, text) => {
    const isWordless = !/\p{L}{2}/u.test(text.replace(/\{[^}]*\}/g, ""));
    if (isWordless || SAME_IN_BOTH.has(text)) return;
    expect(german.get(key)).not.toBe(text);
  });

  test("addresses people with Sie", () => {
    const familiar = [...german].filter(([, text]) => /\b(du|dir|dich|dein(e|en|er|em|es)?)\b/i.test(text));
    expect(familiar).toEqual([]);
  });
});

test.each([
  "window_closed",
  "account_disconnected",
  "not_found_in_conversation",
  "conversation_unreadable",
  "no_answer",
  ...INSTAGRAM_ERROR_KEYS,
])("the failure %s has a sentence and a remedy", (reason) => {
  expect(english.get(`errors.failure.${reason}.sentence`)).toBeTruthy();
  expect(english.get(`errors.failure.${reason}.remedy`)).toBeTruthy();
});

test.each([
  ["de-CH,de;q=0.9,en;q=0.8", "de"],
  ["fr,en;q=0.5,de;q=0.7", "de"],
  ["en-GB", "en"],
  ["de;q=0, en;q=0.1", "en"],
  ["ja", null],
  [null, null],
])("Accept-Language %s prefers %s", (header, locale) => {
  expect(preferredLocale(header)).toBe(locale);
});

function flatten(tree: object, path = ""): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[path + key, value]] : [...flatten(value, `${path}${key}.`)],
  );
  return new Map(entries);
}

function placeholders(text: string): string[] {
  const names = (elements: MessageFormatElement[]): string[] =>
    elements.flatMap((element) => {
      if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
      if (element.type === TYPE.tag) return [`<${element.value}>`, ...names(element.children)];
      if (element.type !== TYPE.plural && element.type !== TYPE.select) return [element.value];
      return [element.value, ...Object.values(element.options).flatMap((option) => names(option.value))];
    });
  return [...new Set(names(parse(text)))].sort();
}
