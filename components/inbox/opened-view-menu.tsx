"use client";
import { ChevronDown, ListChecks, Tags } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { CONVERSATION_VIEWS } from "#lib/inbox/views.ts";
import { useAddress } from "./address.tsx";
import { useLabels, useViewCounts } from "./inbox-queries.ts";
import { LabelDot } from "./label-dot.tsx";
import { goTo, inboxHref } from "./navigation.ts";
import { selection } from "./selection.ts";
import type { AccountShown } from "./types.ts";
import { VIEW_ICONS } from "./view-icons.ts";
import { VIEW_MENU_LOOK } from "./view-menu.tsx";
import { ViewCount } from "./view-rail.tsx";

const ALL = "all";

/** Open from the start: it is loaded by the click that wants it. */
export default function OpenedViewMenu({ title, accounts }: { title: string; accounts: AccountShown[] }) {
  const t = useTranslations("views");
  const router = useRouter();
  const { place } = useAddress();
  const { view, accountId, labelId } = place;
  const counts = useViewCounts(accountId);
  const labels = useLabels();
  return (
    <DropdownMenu defaultOpen modal={false}>
      <DropdownMenuTrigger title={t("choose")} className={VIEW_MENU_LOOK}>
        <bdi className="truncate">{title}</bdi>
        <ChevronDown aria-hidden className="size-4.5 shrink-0 text-muted-foreground" />
      </DropdownMenuTrigger>
      <DropdownMenuContent
        align="start"
        tabIndex={0}
        className="max-h-(--radix-dropdown-menu-content-available-height) w-70 overflow-y-auto"
      >
        {CONVERSATION_VIEWS.map((name) => {
          const Icon = VIEW_ICONS[name];
          const isCurrent = name === view && !labelId;
          return (
            <DropdownMenuItem
              key={name}
              aria-current={isCurrent ? "page" : undefined}
              className={isCurrent ? "bg-selected" : undefined}
              onSelect={() => goTo(inboxHref(null, { ...place, view: name, labelId: null }))}
            >
              <Icon />
              <span className="truncate">{t(`names.${name}`)}</span>
              <ViewCount count={counts?.views[name] ?? 0} isLoud={name === "unread" || name === "mine"} />
            </DropdownMenuItem>
          );
        })}
        <DropdownMenuSeparator />
        <DropdownMenuLabel>{t("labels")}</DropdownMenuLabel>
        {labels.map((label) => (
          <DropdownMenuItem
            key={label.id}
            aria-current={label.id === labelId ? "page" : undefined}
            className={label.id === labelId ? "bg-selected" : undefined}
            onSelect={() => goTo(inboxHref(null, { ...place, view: "open", labelId: label.id }))}
          >
            <LabelDot color={label.color} className="mx-1" />
            <bdi className="truncate">{label.name}</bdi>
            <ViewCount count={counts?.labels[label.id] ?? 0} />
          </DropdownMenuItem>
        ))}
        <DropdownMenuItem onSelect={() => router.push("/settings/labels")}>
          <Tags />
          {t("manageLabels")}
        </DropdownMenuItem>
        {accounts.length > 1 && (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuLabel id="menu-accounts">{t("accounts")}</DropdownMenuLabel>
            <DropdownMenuRadioGroup
              aria-labelledby="menu-accounts"
              value={accountId ?? ALL}
              onValueChange={(id) => goTo(inboxHref(null, { ...place, accountId: id === ALL ? null : id }))}
            >
              <DropdownMenuRadioItem value={ALL}>{t("allAccounts")}</DropdownMenuRadioItem>
              {accounts.map(({ id, username }) => (
                <DropdownMenuRadioItem key={id} value={id}>
                  <bdi className="truncate">@{username}</bdi>
                </DropdownMenuRadioItem>
              ))}
            </DropdownMenuRadioGroup>
          </>
        )}
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={selection.begin}>
          <ListChecks />
          {t("selection.begin")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
