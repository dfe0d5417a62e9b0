"use client";
import { History } from "lucide-react";
import { useTranslations } from "use-intl";
import { replaceAddress } from "#components/inbox/navigation.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#lib/cn.ts";
import { searchHref, useSearchAddress } from "./search-address.ts";

export function RecentHeading({ forget }: { forget: () => void }) {
  const t = useTranslations("search");
  return (
    <div className="flex items-center justify-between pl-3">
      <h2 className="text-xs font-semibold text-muted-foreground">{t("recent")}</h2>
      <Button variant="ghost" size="sm" onMouseDown={(event) => event.preventDefault()} onClick={forget}>
        {t("forget")}
      </Button>
    </div>
  );
}

/** What this member looked for before, in this browser. */
export function RecentSearches({ recent, activeId }: { recent: string[]; activeId: string | null }) {
  const { place, openedId } = useSearchAddress();
  return recent.map((words, index) => (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field keeps the focus and its Enter clicks the option it means.
    <div
      key={words}
      id={`recent-${index}`}
      role="option"
      tabIndex={-1}
      aria-selected={activeId === `recent-${index}`}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => replaceAddress(searchHref(openedId, place, { q: words }))}
      className={cn(
        "flex h-10 cursor-pointer items-center gap-3 rounded-lg px-3 hover:bg-accent",
        activeId === `recent-${index}` && "bg-accent outline-2 outline-offset-[-2px] outline-ring",
      )}
    >
      <History aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      <bdi className="truncate">{words}</bdi>
    </div>
  ));
}
