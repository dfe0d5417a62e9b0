"use client";
import { StickyNote } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { patient } from "#components/ui/patient.tsx";
import { NoteText } from "./note-text.tsx";
import { useTeam } from "./team-context.ts";
import type { ConversationNote } from "./types.ts";

const NoteTools = lazy(patient(() => import("./note-tools.tsx")));
const NoteEditor = lazy(patient(() => import("./note-editor.tsx")));

/** A colleague's words to colleagues: unlike any message, so that nobody takes it for one. */
export function Note({ note }: { note: ConversationNote }) {
  const t = useTranslations("team.notes");
  const format = useFormatter();
  const { memberId, isAdmin } = useTeam();
  const [isEditing, setEditing] = useState(false);
  const isOwn = note.author.id === memberId;
  const isPending = note.version === 0;
  const moment = new Date(note.createdAt);
  return (
    <article
      id={`note-${note.id}`}
      aria-label={t("label", { name: note.author.name })}
      className="group/note flex justify-end px-3 pt-2.5 sm:px-5"
    >
      <div className="relative w-fit max-w-[min(85%,36rem)] min-w-0 rounded-lg border border-dashed border-warning bg-warning-soft px-3 py-2 text-foreground">
        <div className="mb-0.5 flex items-center gap-1.5 text-xs font-medium text-warning-text">
          <StickyNote aria-hidden className="size-3.5 shrink-0" />
          <span className="min-w-0 truncate">
            <bdi>{note.author.name}</bdi> · {t("internal")}
          </span>
        </div>
        {isEditing ? (
          <Suspense fallback={<NoteText note={note} />}>
            <NoteEditor note={note} close={() => setEditing(false)} />
          </Suspense>
        ) : (
          <NoteText note={note} />
        )}
        <div className="mt-0.5 flex min-h-6 items-center justify-end gap-2 text-xs text-warning-text">
          {!isPending && !isEditing && (isOwn || isAdmin) && (
            <Suspense fallback={null}>
              <NoteTools note={note} canEdit={isOwn} edit={() => setEditing(true)} />
            </Suspense>
          )}
          {note.editedAt && <span title={t("editedAt", { date: exact(format, note.editedAt) })}>{t("edited")}</span>}
          {isPending ? (
            <span>{t("sending")}</span>
          ) : (
            <time dateTime={note.createdAt} title={exact(format, note.createdAt)} className="tabular-nums">
              {format.dateTime(moment, { hour: "numeric", minute: "2-digit" })}
            </time>
          )}
        </div>
      </div>
    </article>
  );
}

function exact(format: ReturnType<typeof useFormatter>, at: string): string {
  return format.dateTime(new Date(at), { dateStyle: "full", timeStyle: "medium" });
}
