"use client";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { DraftContent } from "./draft-box.ts";

type OtherDraftProps = { other: DraftContent; isNote: boolean; decide: (isTakingOther: boolean) => void };

/** Two texts for one conversation: both are shown, and nothing is thrown away before a person says so. */
export default function OtherDraft({ other, isNote, decide }: OtherDraftProps) {
  const t = useTranslations("composer");
  const { text, uploads } = other;
  return (
    <Notice
      tone="warning"
      role="status"
      title={t(isNote ? "otherNoteTitle" : "otherTitle")}
      remedy={
        <>
          <Button variant="secondary" size="sm" onClick={() => decide(false)}>
            {t("keepThis")}
          </Button>
          <Button variant="secondary" size="sm" onClick={() => decide(true)}>
            {t("takeOther")}
          </Button>
        </>
      }
    >
      <blockquote
        dir="auto"
        className="mt-1 max-h-24 overflow-y-auto border-l-2 border-current/30 pl-2 whitespace-pre-line"
      >
        {text}
        {uploads.length > 0 && <span className="block">{t("otherFiles", { count: uploads.length })}</span>}
      </blockquote>
    </Notice>
  );
}
