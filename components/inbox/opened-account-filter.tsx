"use client";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { goTo, inboxHref, useInboxAddress } from "./navigation.ts";
import type { AccountShown } from "./types.ts";

const ALL = "all";

/** Open from the start: it is loaded by the click that wants it. */
export default function OpenedAccountFilter({ accounts }: { accounts: AccountShown[] }) {
  const t = useTranslations("inbox.accounts");
  const { view, accountId } = useInboxAddress();
  const chosen = accounts.find(({ id }) => id === accountId);
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="sm" className="min-w-0 shrink text-muted-foreground" aria-label={t("filter")}>
          <span className="truncate">{chosen ? `@${chosen.username}` : t("all")}</span>
          <ChevronDown />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuRadioGroup
          value={chosen?.id ?? ALL}
          onValueChange={(id) => goTo(inboxHref(null, view, id === ALL ? null : id))}
        >
          <DropdownMenuRadioItem value={ALL}>{t("all")}</DropdownMenuRadioItem>
          {accounts.map(({ id, username }) => (
            <DropdownMenuRadioItem key={id} value={id}>
              @{username}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
