"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { FilledText } from "#components/inbox/composer/filled-text.tsx";
import { findReplies } from "#components/inbox/composer/suggest.ts";
import { Button } from "#components/ui/button.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { Confirmation } from "#components/ui/confirmation.tsx";
import { Input } from "#components/ui/input.tsx";
import type { Action } from "#lib/action.ts";
import type { SavedReply } from "#lib/teamwork/saved-replies.ts";
import { SavedReplyForm } from "./saved-reply-form.tsx";
import { useAct } from "./use-act.ts";

type Written = { shortcut: string; text: string };
type SavedRepliesProps = {
  replies: SavedReply[];
  memberName: string;
  create: Action<Written, { id: string }>;
  update: Action<Written & { id: string }, void>;
  remove: Action<{ id: string }, void>;
};

/** A list becomes long before anybody looks for something in it. */
const SEARCH_FROM = 8;

export function SavedReplies({ replies, memberName, create, update, remove }: SavedRepliesProps) {
  const t = useTranslations("composer.replies");
  const [query, setQuery] = useState("");
  const [editedId, setEditedId] = useState<string | null>(null);
  const [asked, setAsked] = useState<SavedReply | null>(null);
  const [act, isPending] = useAct();
  const shown = findReplies(replies, query);
  return (
    <>
      <Card>
        <CardHeader>
          <CardTitle>{t("new")}</CardTitle>
        </CardHeader>
        <CardContent>
          <SavedReplyForm memberName={memberName} save={create} />
        </CardContent>
      </Card>
      <Card>
        <CardHeader className="flex flex-wrap items-center justify-between gap-3">
          <CardTitle>{t("list")}</CardTitle>
          {replies.length >= SEARCH_FROM && (
            <Input
              type="search"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              aria-label={t("search")}
              placeholder={t("search")}
              className="w-full sm:w-60"
            />
          )}
        </CardHeader>
        {shown.length === 0 && (
          <p className="px-5 pb-5 text-sm text-muted-foreground">{t(replies.length === 0 ? "empty" : "notFound")}</p>
        )}
        <ul aria-label={t("list")} className="mt-2 divide-y" aria-busy={isPending || undefined}>
          {shown.map((reply) => (
            <li key={reply.id} className="px-5 py-3">
              {editedId === reply.id ? (
                <SavedReplyForm
                  reply={reply}
                  memberName={memberName}
                  save={(written) => update({ ...written, id: reply.id })}
                  close={() => setEditedId(null)}
                />
              ) : (
                <Row reply={reply} change={() => setEditedId(reply.id)} askToDelete={() => setAsked(reply)} />
              )}
            </li>
          ))}
        </ul>
      </Card>
      <Confirmation
        question={
          asked && {
            title: t("deleteTitle", { shortcut: asked.shortcut }),
            text: t("deleteText"),
            action: t("delete"),
          }
        }
        onClose={() => setAsked(null)}
        onConfirm={() => asked && act(() => remove({ id: asked.id }), t("deleted", { shortcut: asked.shortcut }))}
      />
    </>
  );
}

type RowProps = { reply: SavedReply; change: () => void; askToDelete: () => void };

function Row({ reply: { shortcut, text, createdBy }, change, askToDelete }: RowProps) {
  const t = useTranslations("composer.replies");
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-2 sm:flex-nowrap">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <bdi className="font-medium break-all">/{shortcut}</bdi>
          {createdBy && <span className="text-xs text-muted-foreground">{t("by", { name: createdBy.name })}</span>}
        </p>
        <p dir="auto" className="line-clamp-3 text-sm break-words whitespace-pre-line text-muted-foreground">
          <FilledText text={text} />
        </p>
      </div>
      <div className="flex gap-2">
        <Button variant="secondary" size="sm" onClick={change} aria-label={t("changeNamed", { shortcut })}>
          {t("change")}
        </Button>
        <Button variant="ghost" size="sm" onClick={askToDelete} aria-label={t("deleteNamed", { shortcut })}>
          {t("delete")}
        </Button>
      </div>
    </div>
  );
}
