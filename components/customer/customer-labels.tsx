"use client";
import { Pencil } from "lucide-react";
import { useTranslations } from "use-intl";
import { useLabels } from "#components/inbox/inbox-queries.ts";
import { LabelDot } from "#components/inbox/label-dot.tsx";
import { showOverlay } from "#components/inbox/overlay.ts";
import type { ConversationSummary } from "#components/inbox/types.ts";
import { Button } from "#components/ui/button.tsx";
import { Section } from "./section.tsx";

export function CustomerLabels({ conversation: { id, labelIds } }: { conversation: ConversationSummary }) {
  const t = useTranslations("customer.labels");
  const labels = useLabels().filter((label) => labelIds.includes(label.id));
  const change = (
    <Button
      variant="ghost"
      size="icon-sm"
      onClick={() => showOverlay({ kind: "label", ids: [id] })}
      aria-label={t("change")}
      title={`${t("change")} (l)`}
    >
      <Pencil />
    </Button>
  );
  return (
    <Section title={t("title")} action={change}>
      {labels.length === 0 && <p className="text-sm text-muted-foreground">{t("none")}</p>}
      <ul hidden={labels.length === 0} className="flex flex-wrap gap-1.5">
        {labels.map(({ id: labelId, name, color }) => (
          <li
            key={labelId}
            className="inline-flex max-w-full items-center gap-1.5 rounded-full border px-2.5 py-0.5 text-sm"
          >
            <LabelDot color={color} />
            <bdi className="truncate">{name}</bdi>
          </li>
        ))}
      </ul>
    </Section>
  );
}
