"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Confirmation } from "#components/ui/confirmation.tsx";
import { toast } from "#components/ui/toaster.tsx";
import { removeNote } from "./team-cache.ts";
import { useTeam } from "./team-context.ts";
import type { ConversationNote } from "./types.ts";

type NoteToolsProps = { note: ConversationNote; canEdit: boolean; edit: () => void };

/** What may be done with a note; on a desk they show when one points at it or gets there by keyboard. */
export default function NoteTools({ note, canEdit, edit }: NoteToolsProps) {
  const t = useTranslations("team.notes");
  const tErrors = useTranslations("errors");
  const client = useQueryClient();
  const { actions } = useTeam();
  const [isAsking, setAsking] = useState(false);

  const remove = async () => {
    const result = await actions.deleteNote({ noteId: note.id }).catch(() => null);
    if (!result?.ok) return void toast.error(tErrors(result ? result.error.code : "offline"));
    removeNote(client, note);
    toast(t("deleted"));
  };
  return (
    <span className="flex group-hover/note:opacity-100 focus-within:opacity-100 pointer-fine:opacity-0">
      {canEdit && (
        <Button
          variant="ghost"
          size="icon-sm"
          className="size-6 text-current"
          onClick={edit}
          aria-label={t("edit")}
          title={t("edit")}
        >
          <Pencil className="size-3.5" />
        </Button>
      )}
      <Button
        variant="ghost"
        size="icon-sm"
        className="size-6 text-current"
        onClick={() => setAsking(true)}
        aria-label={t("delete")}
        title={t("delete")}
      >
        <Trash2 className="size-3.5" />
      </Button>
      <Confirmation
        question={isAsking ? { title: t("deleteTitle"), text: t("deleteText"), action: t("deleteConfirm") } : null}
        onClose={() => setAsking(false)}
        onConfirm={() => void remove()}
      />
    </span>
  );
}
