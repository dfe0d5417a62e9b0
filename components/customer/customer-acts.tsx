"use client";
import { Bell, BellOff, Ellipsis, Search } from "lucide-react";
import { lazy, Suspense, useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { goTo } from "#components/inbox/navigation.ts";
import { showOverlay } from "#components/inbox/overlay.ts";
import type { ConversationSummary } from "#components/inbox/types.ts";
import { searchHref, useSearchAddress } from "#components/search/search-address.ts";
import { Button } from "#components/ui/button.tsx";
import { patient, Waiting } from "#components/ui/patient.tsx";
import type { MoreActsProps } from "./opened-more-acts.tsx";
import { useMuting } from "./use-muting.ts";

const load = patient(() => import("./opened-more-acts.tsx"));
const OpenedMoreActs = lazy(load);

type ActsProps = { conversation: ConversationSummary; isAdmin: boolean };

/** What can be done about a person as a whole. */
export function CustomerActs({ conversation, isAdmin }: ActsProps) {
  const t = useTranslations("customer.acts");
  const { place, q } = useSearchAddress();
  const { act, isPending, toggleMuted } = useMuting();
  const { isMuted } = conversation.contact;
  const ask = (kind: "block" | "erase") => showOverlay({ kind, ids: [conversation.id] });
  return (
    <div className="flex flex-wrap justify-center gap-1 px-2 pb-4">
      <Button
        variant="secondary"
        size="sm"
        className="gap-1.5 px-2"
        onClick={() => goTo(searchHref(conversation.id, place, { q, find: "" }))}
        title={t("searchHint")}
      >
        <Search />
        {t("search")}
      </Button>
      <Button
        variant="secondary"
        size="sm"
        className="gap-1.5 px-2"
        onClick={() => toggleMuted(conversation.contact)}
        disabled={isPending}
        title={t("muteHint")}
      >
        {isMuted ? <Bell /> : <BellOff />}
        {t(isMuted ? "unmute" : "mute")}
      </Button>
      <MoreActs contact={conversation.contact} isAdmin={isAdmin} act={act} ask={ask} />
    </div>
  );
}

/** The menu itself comes when somebody reaches for it. */
function MoreActs(props: MoreActsProps) {
  const t = useTranslations("customer.acts");
  const [isWanted, setWanted] = useState(false);
  const giveUp = useCallback(() => setWanted(false), []);
  const face = (
    <Button
      variant="secondary"
      size="icon-sm"
      aria-label={t("more")}
      title={t("more")}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void load()}
      onClick={() => setWanted(true)}
    >
      <Ellipsis />
    </Button>
  );
  if (!isWanted) return face;
  return (
    <Suspense fallback={<Waiting giveUp={giveUp}>{face}</Waiting>}>
      <OpenedMoreActs {...props} />
    </Suspense>
  );
}
