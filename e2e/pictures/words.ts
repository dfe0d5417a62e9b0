import { readFileSync } from "node:fs";

export type Language = "en" | "de";
export type Words = ((key: string) => string) & { like: (key: string) => RegExp };

/** What stands on the screen in one language, by the keys of the catalogues; `like` where something is filled in. */
export function readWords(language: Language): Words {
  const catalogues = new Map<string, unknown>();
  const word = (key: string) => {
    const [name = "", ...path] = key.split(".");
    if (!catalogues.has(name))
      catalogues.set(name, JSON.parse(readFileSync(`lib/i18n/${language}/${name}.json`, "utf8")));
    const found = path.reduce<unknown>((tree, part) => (tree as Record<string, unknown>)?.[part], catalogues.get(name));
    if (typeof found !== "string") throw new Error(`The catalogue has no ${key}.`);
    return found;
  };
  const like = (key: string) => {
    const fixed = word(key)
      .split(/\{[^}]*\}/)
      .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(fixed.join(".*"));
  };
  return Object.assign(word, { like });
}
