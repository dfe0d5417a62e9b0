"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { LabelDot } from "#components/inbox/label-dot.tsx";
import { Card } from "#components/ui/card.tsx";
import { Confirmation } from "#components/ui/confirmation.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/action.ts";
import type { LabelInUse } from "#lib/inbox/labels.ts";
import { EditableRow, EditDialog } from "./editable-row.tsx";
import { LabelFields, type LabelInput } from "./label-form.tsx";
import { useAct } from "./use-act.ts";

type LabelListProps = {
  labels: LabelInUse[];
  update: (input: LabelInput & { labelId: string }) => Promise<ActionResult<unknown>>;
  remove: (input: { labelId: string }) => Promise<ActionResult<unknown>>;
};

/** Labels with what can be done to each; one dialog at a time. */
export function LabelList({ labels, update, remove }: LabelListProps) {
  const t = useTranslations("views.settings");
  const [edited, setEdited] = useState<LabelInUse | null>(null);
  const [doomed, setDoomed] = useState<LabelInUse | null>(null);
  const [act] = useAct();
  if (labels.length === 0) {
    return (
      <Card>
        <EmptyState title={t("emptyTitle")}>{t("empty")}</EmptyState>
      </Card>
    );
  }
  return (
    <Card>
      <ul aria-label={t("title")} className="divide-y">
        {labels.map((label) => (
          <EditableRow
            key={label.id}
            edit={{ label: t("edit", { name: label.name }), run: () => setEdited(label) }}
            remove={{ label: t("delete", { name: label.name }), run: () => setDoomed(label) }}
          >
            <LabelDot color={label.color} className="size-3" />
            <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
              <bdi className="max-w-full truncate font-medium">{label.name}</bdi>
              <span className="text-sm text-muted-foreground tabular-nums">
                {t("used", { count: label.conversationCount })}
              </span>
            </span>
          </EditableRow>
        ))}
      </ul>
      <EditDialog title={t("edit", { name: edited?.name ?? "" })} onClose={() => setEdited(null)}>
        {edited && (
          <LabelFields
            label={edited}
            save={(input) => update({ ...input, labelId: edited.id })}
            submit={t("save")}
            done={(name) => {
              setEdited(null);
              toast.success(t("saved", { name }));
            }}
          />
        )}
      </EditDialog>
      <Confirmation
        question={
          doomed && {
            title: t("deleteTitle", { name: doomed.name }),
            text: t("deleteText", { count: doomed.conversationCount }),
            action: t("deleteConfirm"),
            cancel: t("keep"),
          }
        }
        onClose={() => setDoomed(null)}
        onConfirm={() => {
          if (!doomed) return;
          const { id: labelId, name } = doomed;
          act(() => remove({ labelId }), t("deleted", { name }));
        }}
      />
    </Card>
  );
}
