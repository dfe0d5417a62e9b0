"use client";
import { skipToken, useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useRef } from "react";
import type { ThreadExtra } from "#components/inbox/thread-items.ts";
import { type KnownAsides, NO_ASIDES } from "./merge-asides.ts";
import { Note } from "./note.tsx";
import { teamKeys } from "./team-cache.ts";
import { TimelineLine } from "./timeline-line.tsx";

/** Notes and timeline of a conversation: they come with its messages and are kept right by deltas. */
export function useAsides(conversationId: string): KnownAsides {
  const { data } = useQuery<KnownAsides>({
    queryKey: teamKeys.asides(conversationId),
    queryFn: skipToken,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data ?? NO_ASIDES;
}

type Drawn = { source: object; extra: ThreadExtra };

/** For the thread: in order of time, and the same elements for as long as what they show is the same. */
export function useThreadExtras(conversationId: string): ThreadExtra[] {
  const { notes, events } = useAsides(conversationId);
  const drawn = useRef(new Map<string, Drawn>());
  return useMemo(() => {
    const draw = (source: object, key: string, at: string, element: () => ReactNode): ThreadExtra => {
      const known = drawn.current.get(key);
      if (known?.source === source) return known.extra;
      const extra = { key, at, element: element() };
      drawn.current.set(key, { source, extra });
      return extra;
    };
    return [
      ...events.map((event) => draw(event, `event-${event.id}`, event.at, () => <TimelineLine event={event} />)),
      ...notes.map((note) => draw(note, `note-${note.id}`, note.createdAt, () => <Note note={note} />)),
    ].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  }, [notes, events]);
}
