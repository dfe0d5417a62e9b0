"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { AudioLines, Clapperboard, FileText, type LucideIcon, Newspaper, Play } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { MediaKind } from "#components/inbox/dead-media.tsx";
import { goTo } from "#components/inbox/navigation.ts";
import { searchHref, useSearchAddress } from "#components/search/search-address.ts";
import { Button } from "#components/ui/button.tsx";
import { patient } from "#components/ui/patient.tsx";
import { watchBroken } from "#components/ui/watch-broken.ts";
import { customerDoors } from "./customer-doors.ts";
import { Section } from "./section.tsx";
import type { MediaPageKey, SharedMedia as Page } from "./types.ts";

const Lightbox = lazy(patient(() => import("#components/inbox/lightbox.tsx")));
const FEW = 6;

type Item = Page["items"][number];
type SharedMediaProps = { contactId: string; conversationId: string; version: number };

/** Pictures open large, everything else where it was said. */
export function SharedMedia({ contactId, conversationId, version }: SharedMediaProps) {
  const t = useTranslations("customer.media");
  const [isWhole, setWhole] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const media = useMedia(contactId, version);
  const items = media.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0 && !media.hasNextPage) return null;
  const visible = isWhole ? items : items.slice(0, FEW);
  const canShowMore = visible.length < items.length || media.hasNextPage;
  const more = () => {
    if (isWhole) void media.fetchNextPage();
    else setWhole(true);
  };
  return (
    <Section title={t("title")}>
      <ul className="grid grid-cols-3 gap-1">
        {visible.map((item) => (
          <li key={item.path} className="aspect-square">
            <Tile item={item} conversationId={conversationId} open={setShown} />
          </li>
        ))}
      </ul>
      {canShowMore && (
        <Button variant="ghost" size="sm" className="mt-2 w-full" onClick={more} isPending={media.isFetchingNextPage}>
          {t("more")}
        </Button>
      )}
      {shown !== null && (
        <Suspense>
          <Lightbox conversationId={conversationId} path={shown} show={setShown} />
        </Suspense>
      )}
    </Section>
  );
}

function useMedia(contactId: string, version: number) {
  return useInfiniteQuery({
    queryKey: ["inbox", "customer-media", contactId, version],
    queryFn: ({ pageParam }) => customerDoors.media(contactId, pageParam),
    initialPageParam: null as MediaPageKey | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5 * 60_000,
  });
}

const ICONS: Record<string, LucideIcon> = {
  video: Play,
  audio: AudioLines,
  file: FileText,
  reel: Clapperboard,
  post: Newspaper,
};

type TileProps = { item: Item; conversationId: string; open: (path: string) => void };

function Tile({ item, conversationId, open }: TileProps) {
  const t = useTranslations("customer.media");
  const tKinds = useTranslations("inbox.kinds");
  const format = useFormatter();
  const { place, q } = useSearchAddress();
  const [isBroken, setBroken] = useState(false);
  const isPicture = item.type === "image" && !isBroken;
  const Icon = ICONS[item.type] ?? FileText;
  const date = format.dateTime(new Date(item.occurredAt), { dateStyle: "medium" });
  const type = item.type as MediaKind;
  const kind = tKinds(tKinds.has(type) ? type : "file", { count: 1 });
  const words = isPicture ? t("open", { date }) : t("show", { date, kind });
  return (
    <button
      type="button"
      aria-label={words}
      title={item.title ?? words}
      onClick={() => (isPicture ? open(item.path) : goTo(searchHref(conversationId, place, { q, at: item.messageId })))}
      className="flex size-full items-center justify-center overflow-hidden rounded-md bg-muted text-muted-foreground hover:opacity-90"
    >
      {isPicture ? (
        <img
          ref={watchBroken(() => setBroken(true))}
          src={item.path}
          alt=""
          loading="lazy"
          decoding="async"
          className="size-full object-cover"
          onError={() => setBroken(true)}
        />
      ) : (
        <Icon aria-hidden className="size-6" />
      )}
    </button>
  );
}
