"use client";
import { Check, Minus, Tags } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { cn } from "#lib/cn.ts";
import { Choice, ChoiceDialog } from "./choice-dialog.tsx";
import { useLabels, useRowsOf } from "./inbox-queries.ts";
import { LabelDot } from "./label-dot.tsx";
import { useActs } from "./use-conversation-actions.ts";

/** Stays open, since one label seldom comes alone. */
export function LabelChoice({ ids, close }: { ids: string[]; close: () => void }) {
  const t = useTranslations("commands.label");
  const router = useRouter();
  const { label: put } = useActs();
  const rows = useRowsOf(ids);
  const labels = useLabels();
  return (
    <ChoiceDialog
      title={t("title", { count: rows.length })}
      placeholder={t("placeholder")}
      nothing={t("nothing")}
      close={close}
    >
      {labels.map((label) => {
        const count = rows.filter(({ labelIds }) => labelIds.includes(label.id)).length;
        const isOn = rows.length > 0 && count === rows.length;
        return (
          <Choice key={label.id} value={label.id} keywords={[label.name]} onSelect={() => void put(rows, label, !isOn)}>
            <span
              aria-hidden
              className={cn(
                "flex size-4.5 items-center justify-center rounded-sm border border-input [&_svg]:size-3.5",
                count > 0 && "border-primary bg-primary [&_svg]:text-primary-foreground",
              )}
            >
              {isOn ? <Check strokeWidth={3} /> : count > 0 && <Minus strokeWidth={3} />}
            </span>
            <LabelDot color={label.color} />
            <bdi className="truncate">{label.name}</bdi>
            <span className="sr-only">{isOn ? t("on") : count > 0 ? t("some") : t("off")}</span>
          </Choice>
        );
      })}
      <Choice
        value="manage"
        keywords={[t("manage")]}
        onSelect={() => {
          close();
          router.push("/settings/labels");
        }}
      >
        <Tags />
        {t("manage")}
      </Choice>
    </ChoiceDialog>
  );
}
