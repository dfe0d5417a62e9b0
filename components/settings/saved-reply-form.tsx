"use client";
import { useRef, useState, useTransition } from "react";
import { useTranslations } from "use-intl";
import { FilledText } from "#components/inbox/composer/filled-text.tsx";
import { fillVariables, findBlanks, VARIABLES } from "#components/inbox/composer/variables.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/action.ts";
import { splitText } from "#lib/instagram/text.ts";
import type { SavedReply } from "#lib/teamwork/saved-replies.ts";

type SavedReplyFormProps = {
  reply?: SavedReply;
  memberName: string;
  save: (written: { shortcut: string; text: string }) => Promise<ActionResult<unknown>>;
  close?: () => void;
};

/** A saved reply, with the buttons that insert variables and what would reach a customer. */
export function SavedReplyForm({ reply, memberName, save, close }: SavedReplyFormProps) {
  const t = useTranslations("composer.replies");
  const tErrors = useTranslations("errors");
  const field = useRef<HTMLTextAreaElement>(null);
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? "");
  const [text, setText] = useState(reply?.text ?? "");
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();

  const submit = () =>
    startTransition(async () => {
      const result = await save({ shortcut, text }).catch(() => null);
      if (!result?.ok) {
        const code = result?.error.code;
        return setRefusal(code === "invalid_input" ? t("invalid") : tErrors(code ?? "offline"));
      }
      toast.success(t("saved", { shortcut: shortcut.trim().replace(/^\/+/, "") }));
      setRefusal(null);
      setShortcut("");
      setText("");
      close?.();
    });
  const insert = (variable: string) => {
    const { selectionStart: start, selectionEnd: end } = field.current ?? { selectionStart: 0, selectionEnd: 0 };
    const words = `{{${variable}}}`;
    setText(text.slice(0, start) + words + text.slice(end));
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(start + words.length, start + words.length);
    });
  };

  return (
    <form
      aria-label={reply ? t("edit", { shortcut: reply.shortcut }) : t("new")}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="grid gap-4"
    >
      <Field label={t("shortcut")} hint={t("shortcutHint")} className="max-w-sm">
        <Input
          value={shortcut}
          onChange={(event) => setShortcut(event.target.value)}
          required
          maxLength={41}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <div className="grid gap-2">
        <Field label={t("text")}>
          <Textarea
            ref={field}
            dir="auto"
            value={text}
            onChange={(event) => setText(event.target.value)}
            required
            maxLength={5_000}
            rows={4}
          />
        </Field>
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5 text-sm text-muted-foreground">
          <span>{t("textHint")}</span>
          {VARIABLES.map((variable) => (
            <Button
              key={variable}
              variant="secondary"
              size="sm"
              className="h-7 px-2 font-mono text-xs"
              title={t(`variable.${variable}`)}
              onClick={() => insert(variable)}
            >
              {`{{${variable}}}`}
            </Button>
          ))}
        </div>
      </div>
      {text.trim() !== "" && <Preview text={text.trim()} memberName={memberName} />}
      {refusal && (
        <Notice tone="error" role="alert">
          {refusal}
        </Notice>
      )}
      <div className="flex gap-2">
        <Button type="submit" isPending={isPending}>
          {t(reply ? "save" : "create")}
        </Button>
        {close && (
          <Button variant="ghost" onClick={close}>
            {t("cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}

function Preview({ text, memberName }: { text: string; memberName: string }) {
  const t = useTranslations("composer.replies");
  const name = t("exampleName");
  const filled = fillVariables(text, {
    name,
    first_name: name.split(" ")[0] ?? name,
    handle: `@${t("exampleHandle")}`,
    me: memberName,
    account: `@${t("exampleAccount")}`,
  });
  const blanks = findBlanks(filled);
  const count = splitText(filled).length;
  return (
    <section aria-label={t("preview")} className="grid gap-1.5">
      <h3 className="text-sm font-medium">{t("preview")}</h3>
      <p
        dir="auto"
        className="w-fit max-w-full rounded-xl bg-bubble-ours px-3 py-2 break-words whitespace-pre-line text-bubble-ours-foreground"
      >
        <FilledText text={filled} />
      </p>
      <p className="text-sm text-pretty text-muted-foreground">{t("previewHint")}</p>
      {blanks.length > 0 && (
        <p className="text-sm text-warning-text">
          {t("blankHint", { blanks: blanks.map((blank) => blank.text).join(" ") })}
        </p>
      )}
      {count > 1 && <p className="text-sm text-warning-text">{t("tooLong", { count })}</p>}
    </section>
  );
}
