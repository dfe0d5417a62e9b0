import type { Asides, ConversationNote, TimelineEvent } from "./types.ts";

/** `goneIds` are notes that were deleted: they stay away, whatever comes late. */
export type KnownAsides = Asides & { goneIds: ReadonlySet<string> };
type Change = { notes: ConversationNote[]; events: TimelineEvent[]; goneNoteIds: string[] };

export const NO_ASIDES: KnownAsides = { notes: [], events: [], goneIds: new Set() };

/**
 * What is known of a conversation's notes and timeline, with a change in it. Changes may come twice, late or in any order. What
 * did not change keeps its identity, so that nothing is drawn again for it.
 */
export function mergeAsides(known: KnownAsides, change: Change): KnownAsides {
  const goneIds = withAll(known.goneIds, change.goneNoteIds);
  const notes = mergeNotes(known.notes, change.notes, goneIds);
  const events = mergeEvents(known.events, change.events);
  const isSame = goneIds === known.goneIds && notes === known.notes && events === known.events;
  return isSame ? known : { notes, events, goneIds };
}

function mergeNotes(known: ConversationNote[], incoming: ConversationNote[], goneIds: ReadonlySet<string>) {
  const byId = new Map(known.map((note) => [note.id, note]));
  let isChanged = false;
  for (const note of incoming) {
    if ((byId.get(note.id)?.version ?? -1) >= note.version) continue;
    byId.set(note.id, note);
    isChanged = true;
  }
  const kept = [...byId.values()].filter(({ id }) => !goneIds.has(id));
  if (!isChanged && kept.length === known.length) return known;
  return kept.sort((one, other) => compare(one.createdAt, other.createdAt) || compare(one.id, other.id));
}

/** A line never changes. */
function mergeEvents(known: TimelineEvent[], incoming: TimelineEvent[]): TimelineEvent[] {
  const ids = new Set(known.map(({ id }) => id));
  const added = incoming.filter(({ id }) => !ids.has(id) && ids.add(id));
  if (added.length === 0) return known;
  return [...known, ...added].sort((one, other) => compare(one.at, other.at) || compare(one.id, other.id));
}

function withAll(set: ReadonlySet<string>, ids: string[]): ReadonlySet<string> {
  return ids.every((id) => set.has(id)) ? set : new Set([...set, ...ids]);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
