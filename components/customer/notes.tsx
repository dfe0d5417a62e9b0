"use client";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { useCustomerActions } from "./customer-context.ts";
import { Section } from "./section.tsx";

const PAUSE_MS = 800;
const MAX_LENGTH = 5_000;

type NotesProps = { contactId: string; saved: string };
type State = "kept" | "writing" | "saving" | "failed" | "conflict";

/**
 * One text that everybody writes: saved in the pauses and when the field is left. What a colleague wrote comes in by itself while
 * nobody writes here; where both wrote, whoever writes here decides.
 */
export function CustomerNotes({ contactId, saved }: NotesProps) {
  const t = useTranslations("customer.notes");
  const { saveCustomerNotes } = useCustomerActions();
  const [text, setText] = useState(saved);
  const [base, setBase] = useState(saved);
  const [state, setState] = useState<State>("kept");
  const isSaving = useRef(false);
  if (saved !== base && state === "kept") {
    setBase(saved);
    setText(saved);
  }

  const save = async (before: string) => {
    if (isSaving.current || text === before) return;
    isSaving.current = true;
    setState("saving");
    const result = await saveCustomerNotes({ contactId, notes: text, before }).catch(() => null);
    isSaving.current = false;
    if (result?.ok) {
      setBase(text);
      setState((now) => (now === "saving" ? "kept" : now));
    } else setState(result?.error.code === "conflict" ? "conflict" : "failed");
  };
  const latest = useRef({ save, base });
  useEffect(() => {
    latest.current = { save, base };
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: every letter begins the pause anew.
  useEffect(() => {
    if (state !== "writing") return;
    const timer = setTimeout(() => void latest.current.save(base), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [state, text, base]);
  useEffect(() => () => void latest.current.save(latest.current.base), []);

  const isShown = state !== "kept" || text !== "";
  return (
    <Section
      title={t("title")}
      action={
        isShown && (
          <span
            key={state === "failed" ? "failed" : "calm"}
            role={state === "failed" ? "alert" : undefined}
            className="text-xs text-muted-foreground"
          >
            {t(`state.${state}`)}
          </span>
        )
      }
    >
      <Textarea
        aria-label={t("title")}
        placeholder={t("placeholder")}
        maxLength={MAX_LENGTH}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          if (state !== "conflict") setState("writing");
        }}
        onBlur={() => state !== "conflict" && void save(base)}
        className="field-sizing-content max-h-64 min-h-16 text-sm"
      />
      {state === "conflict" && (
        <div role="alert" className="mt-2 grid gap-2 rounded-md bg-warning-soft p-3 text-sm text-warning-text">
          <p>{t("conflict")}</p>
          <p className="max-h-32 overflow-y-auto rounded-sm bg-card p-2 whitespace-pre-wrap text-foreground">{saved}</p>
          <div className="flex flex-wrap gap-2">
            <Button variant="secondary" size="sm" onClick={() => void save(saved)}>
              {t("keepMine")}
            </Button>
            <Button
              variant="ghost"
              size="sm"
              onClick={() => {
                setText(saved);
                setBase(saved);
                setState("kept");
              }}
            >
              {t("takeTheirs")}
            </Button>
          </div>
        </div>
      )}
    </Section>
  );
}
