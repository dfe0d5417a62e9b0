import "#test/database.ts";
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readBubbles, readText } from "#test/read-aloud.ts";
import { renderThread } from "#test/render-thread.tsx";
import { type StoredPayload, storePayload } from "#test/store-payload.ts";
import { INLINE, PAYLOADS } from "./payloads.ts";

const files = readdirSync(new URL("../../lib/instagram/fixtures/", import.meta.url))
  .map((file) => /^(?:webhook|api(?=\.message\.get))\.(.+)\.json$/.exec(file)?.[1])
  .filter((name) => name !== undefined && !name.startsWith("http-")) as string[];

const stored: Record<string, StoredPayload> = {};

test("every payload has a row", () => {
  expect(Object.keys(PAYLOADS).toSorted()).toEqual([...files, ...Object.keys(INLINE)].toSorted());
});

describe.each(Object.entries(PAYLOADS))("%s", (name, row) => {
  test("is stored and read as what it is", async () => {
    const payload = await storePayload(name, row);
    stored[name] = payload;
    const drawn = payload.threads.map((thread) => renderThread(thread, "en"));
    expect(drawn.flatMap(({ thread }) => readBubbles(thread))).toEqual(row.bubbles);
    expect(readText(drawn.map(({ notice }) => notice).join(" "))).toBe(row.notice ?? "");
    expect(payload.kept).toEqual(row.kept ?? []);
  });

  test("says the same in German, in German words", () => {
    const threads = stored[name]?.threads ?? [];
    const german = threads.flatMap((thread) => readBubbles(renderThread(thread, "de").thread));
    expect(german.map((lines) => lines.map(roleOf))).toEqual(row.bubbles.map((lines) => lines.map(roleOf)));
    const ours = [...row.bubbles.flat(), row.notice ?? ""].join("\n");
    const germanNotice = threads.map((thread) => readText(renderThread(thread, "de").notice)).join(" ");
    for (const words of OUR_WORDS) {
      if (ours.includes(words)) expect(`${german.flat().join("\n")}\n${germanNotice}`).not.toContain(words);
    }
  });
});

test("the gallery shows what is stored today (npx vitest run app/gallery -u)", async () => {
  await expect(`${JSON.stringify(steady(stored), null, 1)}\n`).toMatchFileSnapshot("./stored.gen.json");
});

/** Words that are ours, not the customer's: none of them may stand in a German thread. */
const OUR_WORDS = [
  "Open picture",
  "Photo",
  "Voice message",
  "Download",
  "Imported",
  "Shared",
  "View on",
  "Replied to",
  "Mentioned",
  "Tapped",
  "Reference",
  "Another app",
  "Its note",
  "Agreed",
  "Instagram does not",
  "A kind of message",
  "What Instagram sent",
  "unsent this",
  "reacted with",
  "Seen",
];

/** Of `[picture: Photo]` the role; of words only that they are words. */
function roleOf(line: string): string {
  return /^\[(\w+)/.exec(line)?.[1] ?? "words";
}

/** As much of a conversation as the gallery draws. */
function forGallery({ threads, kept }: StoredPayload) {
  const shown = threads.map(({ conversation, messages }) => {
    const { contact, accountUsername, contactReadAt, standbySince } = conversation;
    const { id, igsid, username, name } = contact;
    return { contact: { id, igsid, username, name }, accountUsername, contactReadAt, standbySince, messages };
  });
  return { threads: shown, kept };
}

/** The same from run to run: ids, sequence numbers and the moments at which rows were made differ. */
function steady(payloads: typeof stored): unknown {
  const ids = new Map<string, string>();
  const idFor = (id: string) => {
    if (!ids.has(id)) ids.set(id, `00000000-0000-4000-8000-${String(ids.size + 1).padStart(12, "0")}`);
    return ids.get(id) ?? id;
  };
  const igIds = /\b1784\d{13}\b/g;
  const uuids = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
  const shown = Object.fromEntries(Object.entries(payloads).map(([name, payload]) => [name, forGallery(payload)]));
  const text = JSON.stringify(shown).replace(uuids, idFor).replace(igIds, "17841467203918254");
  return JSON.parse(text, (key, value) => (key === "seq" ? 1 : value));
}
