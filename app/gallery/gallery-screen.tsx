import { compiledMessages } from "#lib/i18n/compiled.ts";
import { LOCALES } from "#lib/i18n/locales.ts";
import { Gallery, type GalleryPayload } from "./gallery.tsx";
import { PAYLOADS } from "./payloads.ts";
import { STATES } from "./states.ts";
import stored from "./stored.gen.json" with { type: "json" };

const rows = stored as unknown as Record<string, Pick<GalleryPayload, "threads" | "kept">>;

/** The rows are those the real intake stored, kept by the test beside this file. */
export function GalleryScreen() {
  const payloads = Object.entries(PAYLOADS).map(([name, { what }]) => {
    return { name, what, ...(rows[name] ?? { threads: [], kept: [] }) };
  });
  const words = LOCALES.map((locale) => ({ locale, messages: compiledMessages(locale) }));
  return <Gallery payloads={[...payloads, ...STATES]} words={words} />;
}
