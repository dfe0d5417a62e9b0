import type { QueryClient } from "@tanstack/react-query";
import { type KnownAsides, mergeAsides, NO_ASIDES } from "./merge-asides.ts";
import type { Asides, ConversationNote, Presence, TimelineEvent, UnreadNotifications } from "./types.ts";

export const teamKeys = {
  asides: (conversationId: string) => ["inbox", "asides", conversationId] as const,
  presence: ["inbox", "presence"] as const,
  /** Under a topic, so that they are read again when the server names it. */
  unread: ["topic", "notifications", "unread"] as const,
  notifications: ["topic", "notifications", "list"] as const,
};

/** Where a colleague looks, for as long as it is so. */
export type Colleague = { memberId: string; name: string; conversationId: string; isWriting: boolean };

type TeamDelta = {
  notes?: ConversationNote[];
  events?: TimelineEvent[];
  goneNoteIds?: string[];
  goneConversationIds?: string[];
  presence?: Presence[] | null;
};

export type TeamScreen = {
  presence: Presence[];
  unreadNotifications: UnreadNotifications;
  opened: { conversation: { id: string }; asides: Asides | null } | null;
};

export function seedTeam(client: QueryClient, { presence, unreadNotifications, opened }: TeamScreen): void {
  putPresence(client, presence);
  client.setQueryData(teamKeys.unread, unreadNotifications);
  if (opened?.asides) putAsides(client, opened.conversation.id, opened.asides);
}

/** Only conversations that were opened are kept; others are read when they are. */
export function applyTeamDelta(
  client: QueryClient,
  { notes = [], events = [], goneNoteIds = [], goneConversationIds = [], presence }: TeamDelta,
): void {
  for (const id of goneConversationIds) client.removeQueries({ queryKey: teamKeys.asides(id) });
  if (goneConversationIds.length > 0) void client.invalidateQueries({ queryKey: ["topic", "notifications"] });
  for (const [key, known] of client.getQueriesData<KnownAsides>({ queryKey: ["inbox", "asides"] })) {
    const own = <T extends { conversationId: string }>(all: T[]) => all.filter((one) => one.conversationId === key[2]);
    const merged = mergeAsides(known ?? NO_ASIDES, { notes: own(notes), events: own(events), goneNoteIds });
    if (known && merged !== known) client.setQueryData(key, merged);
  }
  if (presence) putPresence(client, presence);
}

export function putAsides(client: QueryClient, conversationId: string, { notes, events }: Asides): void {
  const known = client.getQueryData<KnownAsides>(teamKeys.asides(conversationId)) ?? NO_ASIDES;
  const merged = mergeAsides(known, { notes, events, goneNoteIds: [] });
  client.setQueryData(teamKeys.asides(conversationId), merged);
}

/** A note as this browser or the server's answer knows it; a version of 0 is replaced by whatever the server says. */
export function putNote(client: QueryClient, note: ConversationNote): void {
  putAsides(client, note.conversationId, { notes: [note], events: [] });
}

/** One that never reached the server may come again under its id; one that was deleted may not. */
export function removeNote(client: QueryClient, { id, conversationId, version }: ConversationNote): void {
  client.setQueryData<KnownAsides>(teamKeys.asides(conversationId), (known) => {
    if (!known) return known;
    if (version > 0) return mergeAsides(known, { notes: [], events: [], goneNoteIds: [id] });
    return { ...known, notes: known.notes.filter((note) => note.id !== id || note.version > 0) };
  });
}

type Seen = { rows: (Presence & { at: number })[]; timer?: ReturnType<typeof setTimeout> };
const seen = new WeakMap<QueryClient, Seen>();

/** Presence ends by itself: the server tells for how long each may be believed, and nobody says when it is over. */
export function putPresence(client: QueryClient, presence: Presence[]): void {
  const at = performance.now();
  clearTimeout(seen.get(client)?.timer);
  const state: Seen = { rows: presence.map((row) => ({ ...row, at })) };
  seen.set(client, state);
  show(client, state);
}

function show(client: QueryClient, state: Seen): void {
  const now = performance.now();
  state.rows = state.rows.filter(({ at, hereForMs }) => at + hereForMs > now);
  const colleagues = state.rows.map(({ memberId, name, conversationId, at, writingForMs }) => {
    return { memberId, name, conversationId, isWriting: at + writingForMs > now };
  });
  // Equal data keeps its identity, so nothing is drawn for it.
  client.setQueryData<Colleague[]>(teamKeys.presence, colleagues);
  const ends = state.rows.flatMap(({ at, hereForMs, writingForMs }) => [at + hereForMs, at + writingForMs]);
  const next = Math.min(...ends.filter((end) => end > now));
  if (next < Number.POSITIVE_INFINITY) state.timer = setTimeout(() => show(client, state), next - now + 1);
}
