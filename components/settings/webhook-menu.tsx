"use client";
import { Ellipsis, KeyRound, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { useAct } from "./use-act.ts";
import { WebhookConfirmation } from "./webhook-confirmation.tsx";
import type { EndpointSummary, WebhookActions } from "./webhook-types.ts";

type WebhookMenuProps = {
  endpoint: EndpointSummary;
  actions: WebhookActions;
  onEdit: () => void;
  onSecret: (secret: string) => void;
};

export function WebhookMenu({ endpoint, actions, onEdit, onSecret }: WebhookMenuProps) {
  const t = useTranslations("webhooks");
  const [asked, setAsked] = useState<"rotate" | "delete" | null>(null);
  const [act, isPending] = useAct();
  const { id: endpointId, name } = endpoint;
  const rotate = async () => {
    const result = await actions.rotate({ endpointId });
    if (result.ok) onSecret(result.data.secret);
    return result;
  };
  const confirm = () =>
    asked === "rotate"
      ? act(rotate, t("rotated", { name }))
      : act(() => actions.remove({ endpointId }), t("deleted", { name }));
  return (
    <>
      <Button variant="secondary" size="sm" onClick={onEdit} aria-label={t("editNamed", { name })}>
        <Pencil aria-hidden />
        {t("edit")}
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={t("moreNamed", { name })} isPending={isPending}>
            {!isPending && <Ellipsis aria-hidden />}
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem
            onSelect={() => act(() => actions.redeliverFailed({ endpointId }), t("redeliveringFailed", { name }))}
          >
            <RotateCcw aria-hidden />
            {t("redeliverFailed")}
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setAsked("rotate")}>
            <KeyRound aria-hidden />
            {t("rotate")}
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem variant="destructive" onSelect={() => setAsked("delete")}>
            <Trash2 aria-hidden />
            {t("delete")}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <WebhookConfirmation asked={asked} name={name} onClose={() => setAsked(null)} onConfirm={confirm} />
    </>
  );
}
