"use client";
import { useTranslations } from "use-intl";
import { followWithin } from "#components/inbox/navigation.ts";
import { searchHref, useSearchAddress } from "#components/search/search-address.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Section } from "./section.tsx";
import type { Encounter } from "./types.ts";

/** The ads, links and stories by which they came, newest first; each leads to its message. */
export function Encounters({ conversationId, encounters }: { conversationId: string; encounters: Encounter[] }) {
  const t = useTranslations("customer.encounters");
  const { place, q } = useSearchAddress();
  if (encounters.length === 0) return null;
  return (
    <Section title={t("title")}>
      <ul className="-mx-2 grid gap-0.5">
        {encounters.map(({ messageId, kind, adTitle, ref, text, storyPath, occurredAt }) => (
          <li key={messageId}>
            <a
              href={searchHref(conversationId, place, { q, at: messageId })}
              onClick={followWithin}
              className="flex gap-3 rounded-md p-2 text-sm hover:bg-accent"
            >
              {storyPath && (
                <span className="h-14 w-10 shrink-0 overflow-hidden rounded-md bg-muted">
                  <img
                    src={storyPath}
                    alt=""
                    loading="lazy"
                    className="size-full object-cover"
                    onError={(event) => {
                      event.currentTarget.hidden = true;
                    }}
                  />
                </span>
              )}
              <span className="grid min-w-0 content-start">
                <span className="font-medium">{t(kind)}</span>
                <bdi className="line-clamp-2 break-words text-muted-foreground">{adTitle ?? ref ?? text}</bdi>
                <RelativeTime at={occurredAt} className="text-xs text-muted-foreground" />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
