"use client";
import { Tags } from "lucide-react";
import Link from "next/link";
import { memo, type ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cn } from "#lib/cn.ts";
import { CONVERSATION_VIEWS } from "#lib/inbox/views.ts";
import { AccountBadge } from "./account-badge.tsx";
import { useAddress } from "./address.tsx";
import { useLabels, useViewCounts } from "./inbox-queries.ts";
import { LabelDot } from "./label-dot.tsx";
import { followWithin, inboxHref } from "./navigation.ts";
import type { AccountShown } from "./types.ts";
import { VIEW_ICONS } from "./view-icons.ts";

/** Every list there is, with how much is in it; on narrower screens the menu over the list takes its place. */
export const ViewRail = memo(function ViewRail({ accounts }: { accounts: AccountShown[] }) {
  const t = useTranslations("views");
  const { place } = useAddress();
  const { view, accountId, labelId } = place;
  const counts = useViewCounts(accountId);
  const labels = useLabels();
  return (
    <nav
      aria-label={t("label")}
      className="hidden w-52 shrink-0 flex-col gap-5 overflow-y-auto border-r bg-muted/50 px-2 py-4 xl:flex"
    >
      <ul className="grid grid-cols-1 gap-0.5">
        {CONVERSATION_VIEWS.map((name) => {
          const Icon = VIEW_ICONS[name];
          return (
            <RailLink
              key={name}
              href={inboxHref(null, { ...place, view: name, labelId: null })}
              isCurrent={name === view && !labelId}
              count={counts?.views[name]}
              isLoud={name === "unread" || name === "mine"}
            >
              <Icon aria-hidden className="size-4 shrink-0" />
              <span className="truncate">{t(`names.${name}`)}</span>
            </RailLink>
          );
        })}
      </ul>
      <section aria-labelledby="rail-labels">
        <div className="flex items-center justify-between pr-1 pl-2.5 text-xs font-medium text-muted-foreground">
          <h2 id="rail-labels">{t("labels")}</h2>
          <Link
            href="/settings/labels"
            prefetch={false}
            aria-label={t("manageLabels")}
            title={t("manageLabels")}
            className="rounded-sm p-1.5 hover:bg-accent hover:text-foreground"
          >
            <Tags aria-hidden className="size-3.5" />
          </Link>
        </div>
        <ul className="mt-0.5 grid grid-cols-1 gap-0.5">
          {labels.map((label) => (
            <RailLink
              key={label.id}
              href={inboxHref(null, { ...place, view: "open", labelId: label.id })}
              isCurrent={label.id === labelId}
              count={counts?.labels[label.id] ?? 0}
            >
              <LabelDot color={label.color} className="mx-1" />
              <bdi className="truncate">{label.name}</bdi>
            </RailLink>
          ))}
        </ul>
      </section>
      {accounts.length > 1 && (
        <section aria-labelledby="rail-accounts">
          <h2 id="rail-accounts" className="px-2.5 py-1 text-xs font-medium text-muted-foreground">
            {t("accounts")}
          </h2>
          <ul className="mt-0.5 grid grid-cols-1 gap-0.5">
            <RailLink href={inboxHref(null, { ...place, accountId: null })} isCurrent={!accountId}>
              <span className="truncate">{t("allAccounts")}</span>
            </RailLink>
            {accounts.map((account) => (
              <RailLink
                key={account.id}
                href={inboxHref(null, { ...place, accountId: account.id })}
                isCurrent={account.id === accountId}
              >
                <AccountBadge account={account} />
                <bdi className="truncate">@{account.username}</bdi>
              </RailLink>
            ))}
          </ul>
        </section>
      )}
    </nav>
  );
});

type RailLinkProps = {
  href: string;
  isCurrent: boolean;
  count?: number | undefined;
  isLoud?: boolean;
  children: ReactNode;
};

function RailLink({ href, isCurrent, count = 0, isLoud, children }: RailLinkProps) {
  return (
    <li>
      <a
        href={href}
        onClick={followWithin}
        aria-current={isCurrent ? "page" : undefined}
        className={cn(
          "flex h-8 items-center gap-2 rounded-md px-2.5 text-sm font-medium text-muted-foreground hover:bg-accent hover:text-foreground",
          isCurrent && "bg-selected text-primary-text hover:bg-selected hover:text-primary-text",
        )}
      >
        {children}
        <ViewCount count={count} isLoud={isLoud} />
      </a>
    </li>
  );
}

export function ViewCount({ count, isLoud = false }: { count: number; isLoud?: boolean | undefined }) {
  const t = useTranslations("views");
  if (count === 0) return null;
  return (
    <span className={cn("ml-auto shrink-0 pl-1 text-xs tabular-nums", isLoud && "font-semibold text-primary-text")}>
      <span aria-hidden>{count > 99 ? "99+" : count}</span>
      <span className="sr-only">{t(count > 99 ? "countMany" : "count", { count })}</span>
    </span>
  );
}
