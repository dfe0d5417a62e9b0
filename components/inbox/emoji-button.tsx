"use client";
import { Smile } from "lucide-react";
import { lazy, Suspense, useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { patient, Waiting } from "#components/ui/patient.tsx";

const load = patient(() => import("./opened-emoji-button.tsx"));
const OpenedEmojiButton = lazy(load);

/** The picker and its data come only when somebody asks for them. */
export function EmojiButton({ insert }: { insert: (emoji: string) => void }) {
  const t = useTranslations("composer");
  const [isWanted, setWanted] = useState(false);
  const giveUp = useCallback(() => setWanted(false), []);
  const face = (
    <Button
      variant="ghost"
      size="icon"
      aria-label={t("emoji")}
      title={t("emoji")}
      data-emoji
      aria-haspopup="dialog"
      aria-expanded={false}
      className="text-muted-foreground"
      onPointerEnter={() => void load()}
      onClick={() => setWanted(true)}
    >
      <Smile />
    </Button>
  );
  if (!isWanted) return face;
  return (
    <Suspense fallback={<Waiting giveUp={giveUp}>{face}</Waiting>}>
      <OpenedEmojiButton insert={insert} />
    </Suspense>
  );
}
