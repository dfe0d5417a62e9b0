"use client";
import { Ban, CircleDashed, Download, Ellipsis, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ConversationSummary } from "#components/inbox/types.ts";
import type { useAct } from "#components/settings/use-act.ts";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { useCustomerActions } from "./customer-context.ts";
import { exportHref } from "./customer-doors.ts";

export type MoreActsProps = {
  contact: ConversationSummary["contact"];
  isAdmin: boolean;
  act: ReturnType<typeof useAct>[0];
  ask: (what: "block" | "erase") => void;
};

/** Open from the start: it is loaded by the click that wants it. */
export default function OpenedMoreActs({ contact: { id: contactId, isBlocked }, isAdmin, act, ask }: MoreActsProps) {
  const t = useTranslations("customer.acts");
  const { unblockContact } = useCustomerActions();
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>
        <Button variant="secondary" size="icon-sm" aria-label={t("more")} title={t("more")}>
          <Ellipsis />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem asChild>
          <a href={exportHref(contactId, "json")} download>
            <Download />
            {t("exportAll")}
          </a>
        </DropdownMenuItem>
        <DropdownMenuItem asChild>
          <a href={exportHref(contactId, "csv")} download>
            <Download />
            {t("exportMessages")}
          </a>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        {isBlocked ? (
          <DropdownMenuItem onSelect={() => act(() => unblockContact({ contactId }), t("unblocked"))}>
            <CircleDashed />
            {t("unblock")}
          </DropdownMenuItem>
        ) : (
          <DropdownMenuItem onSelect={() => ask("block")}>
            <Ban />
            {t("block")}
          </DropdownMenuItem>
        )}
        {isAdmin && (
          <DropdownMenuItem variant="destructive" onSelect={() => ask("erase")}>
            <Trash2 />
            {t("erase")}
          </DropdownMenuItem>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
