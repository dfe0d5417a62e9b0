import type { Member } from "#lib/members/member.ts";
import { listNotes } from "./note-queries.ts";
import { listTimeline } from "./timeline.ts";

export type Asides = Awaited<ReturnType<typeof listAsides>>;

/** What stands in a conversation beside its messages: colleagues' notes, and lines of who did what. Both oldest first. */
export async function listAsides(member: Member, conversationId: string) {
  const [notes, events] = await Promise.all([listNotes(member, conversationId), listTimeline(member, conversationId)]);
  return { notes, events };
}
