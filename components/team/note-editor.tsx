"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { toast } from "#components/ui/toaster.tsx";
import { putNote } from "./team-cache.ts";
import { useTeam } from "./team-context.ts";
import type { ConversationNote } from "./types.ts";

/** The note's words, to be changed in its own place. Colleagues stay mentioned while their names stand in it. */
export default function NoteEditor({ note, close }: { note: ConversationNote; close: () => void }) {
  const t = useTranslations("team.notes");
  const tErrors = useTranslations("errors");
  const client = useQueryClient();
  const { actions } = useTeam();
  const [text, setText] = useState(note.text);
  const [isSaving, setSaving] = useState(false);

  const save = async () => {
    if (text.trim() === "") return;
    setSaving(true);
    const mentions = note.mentions.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id);
    const result = await actions.editNote({ noteId: note.id, text: text.trim(), mentions }).catch(() => null);
    setSaving(false);
    if (!result?.ok) return void toast.error(tErrors(result ? result.error.code : "offline"));
    putNote(client, result.data);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void save();
  };
  return (
    <form
      className="grid w-[min(30rem,70vw)] gap-2 py-1"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Textarea
        aria-label={t("text")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        maxLength={10_000}
        rows={3}
        autoFocus
      />
      <div className="flex justify-end gap-2">
        <Button type="button" variant="ghost" size="sm" onClick={close}>
          {t("cancel")}
        </Button>
        <Button type="submit" size="sm" isPending={isSaving} disabled={text.trim() === ""}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
