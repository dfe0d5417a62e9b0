"use client";
import { useQuery } from "@tanstack/react-query";
import { MessageSquareText } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Choice, ChoiceGroup } from "./choice-dialog.tsx";
import { composerDoors } from "./composer/composer-doors.ts";
import { hasComposer, insertIntoComposer } from "./composer/focus-composer.ts";
import { keys } from "./inbox-cache.ts";

/** Saved replies by shortcut and words, for the composer that stands open below. */
export function PaletteReplies({ then }: { then: (run: () => void) => () => void }) {
  const t = useTranslations("commands");
  const [isWriting] = useState(hasComposer);
  const { data = [] } = useQuery({
    queryKey: keys.topic("saved_replies"),
    queryFn: composerDoors.savedReplies,
    enabled: isWriting,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!isWriting || data.length === 0) return null;
  return (
    <ChoiceGroup heading={t("groups.replies")}>
      {data.map(({ id, shortcut, text }) => (
        <Choice
          key={id}
          value={`reply ${id}`}
          keywords={[shortcut, text, t("groups.replies")]}
          onSelect={then(() => insertIntoComposer(text))}
        >
          <MessageSquareText />
          <span className="shrink-0">/{shortcut}</span>
          <bdi className="truncate text-muted-foreground">{text}</bdi>
        </Choice>
      ))}
    </ChoiceGroup>
  );
}
