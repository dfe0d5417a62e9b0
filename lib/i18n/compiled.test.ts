import formatOnly from "use-intl/format-message/format-only";
import { expect, test } from "vitest";
import { compiledMessages } from "./compiled.ts";

test("parsed messages are plain enough to travel to a browser", () => {
  const { list } = compiledMessages("en").inbox;
  const [[, , options]] = list.unread as unknown as [[string, number, object]];
  expect(Object.getPrototypeOf(options)).toBe(Object.prototype);
});

test.each([
  [1, "1 ungelesene Nachricht"],
  [7, "7 ungelesene Nachrichten"],
])("and the formatter that browsers get reads them: %i", (count, words) => {
  const options = {
    formatters: {
      getNumberFormat: (...given: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...given),
      getPluralRules: (...given: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...given),
      getDateTimeFormat: (...given: ConstructorParameters<typeof Intl.DateTimeFormat>) =>
        new Intl.DateTimeFormat(...given),
    },
  };
  const message = compiledMessages("de").inbox.list.unread;
  const format = formatOnly as unknown as (...given: unknown[]) => unknown;
  expect(format("list.unread", message, { count }, { ...options, locale: "de", cache: {} })).toBe(words);
});
