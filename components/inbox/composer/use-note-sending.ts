"use client";
import type { QueryClient } from "@tanstack/react-query";
import { use } from "react";
import { useTranslations } from "use-intl";
import { putNote, removeNote } from "#components/team/team-cache.ts";
import { TeamContext } from "#components/team/team-context.ts";
import { toast } from "#components/ui/toaster.tsx";
import { keys } from "../inbox-cache.ts";
import { newId } from "../new-id.ts";
import type { InboxViewer } from "../types.ts";
import { composerDoors } from "./composer-doors.ts";
import { type DraftContent, draftIdOf } from "./draft-box.ts";
import { mentionsIn } from "./suggest.ts";
import { draftBoxOf } from "./use-draft.ts";

/** Adds a note, which stands in the thread at once; one that could not be added is a draft again. */
export function useNoteSending() {
  const team = use(TeamContext);
  const t = useTranslations("errors");
  return async (client: QueryClient, viewer: InboxViewer, conversationId: string, written: DraftContent) => {
    const text = written.text.trim();
    const author = { id: viewer.memberId, name: viewer.memberName };
    const note = { id: newId(), version: 0, conversationId, author, text, mentions: [], editedAt: null };
    const pending = { ...note, createdAt: new Date().toISOString() };
    putNote(client, pending);
    const mentions = await findMentions(client, text).catch(() => []);
    const input = { noteId: note.id, conversationId, text, mentions };
    const result = await team?.actions.addNote(input).catch(() => null);
    if (result?.ok) return putNote(client, result.data);
    removeNote(client, pending);
    draftBoxOf(viewer.memberId).restore(draftIdOf(conversationId, true), written);
    toast.error(t(result ? result.error.code : "offline"));
  };
}

async function findMentions(client: QueryClient, text: string): Promise<string[]> {
  if (!text.includes("@")) return [];
  const colleagues = await client.fetchQuery({
    queryKey: keys.topic("members"),
    queryFn: composerDoors.colleagues,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return mentionsIn(text, colleagues);
}
