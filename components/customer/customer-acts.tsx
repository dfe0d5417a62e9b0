"use client";
import { Ban, Bell, BellOff, CircleDashed, Download, Ellipsis, Search, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { goTo } from "#components/inbox/navigation.ts";
import type { ConversationSummary } from "#components/inbox/types.ts";
import { searchHref, useSearchAddress } from "#components/search/search-address.ts";
import { useAct } from "#components/settings/use-act.ts";
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

const EraseDialog = lazy(() => import("./erase-dialog.tsx"));
const BlockDialog = lazy(() => import("./block-dialog.tsx"));

type ActsProps = { conversation: ConversationSummary; isAdmin: boolean };

/** What can be done about a person as a whole. */
export function CustomerActs({ conversation, isAdmin }: ActsProps) {
  const t = useTranslations("customer.acts");
  const { place, q } = useSearchAddress();
  const actions = useCustomerActions();
  const [act, isPending] = useAct();
  const [asked, setAsked] = useState<"erase" | "block" | null>(null);
  const { id: contactId, isMuted, isBlocked } = conversation.contact;
  const toggleMuted = () =>
    act(() => (isMuted ? actions.unmuteContact : actions.muteContact)({ contactId }), t(isMuted ? "unmuted" : "muted"));
  return (
    <div className="flex justify-center gap-2 px-5 pb-4">
      <Button
        variant="secondary"
        size="sm"
        onClick={() => goTo(searchHref(conversation.id, place, { q, find: "" }))}
        title={`${t("searchHint")} (Ctrl-F)`}
      >
        <Search />
        {t("search")}
      </Button>
      <Button variant="secondary" size="sm" onClick={toggleMuted} disabled={isPending} title={t("muteHint")}>
        {isMuted ? <Bell /> : <BellOff />}
        {t(isMuted ? "unmute" : "mute")}
      </Button>
      <DropdownMenu>
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
            <DropdownMenuItem onSelect={() => act(() => actions.unblockContact({ contactId }), t("unblocked"))}>
              <CircleDashed />
              {t("unblock")}
            </DropdownMenuItem>
          ) : (
            <DropdownMenuItem onSelect={() => setAsked("block")}>
              <Ban />
              {t("block")}
            </DropdownMenuItem>
          )}
          {isAdmin && (
            <DropdownMenuItem variant="destructive" onSelect={() => setAsked("erase")}>
              <Trash2 />
              {t("erase")}
            </DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      <Suspense>
        {asked === "erase" && <EraseDialog conversation={conversation} close={() => setAsked(null)} />}
        {asked === "block" && <BlockDialog conversation={conversation} close={() => setAsked(null)} />}
      </Suspense>
    </div>
  );
}
