"use client";
import { Activity, AtSign, CircleUserRound, Code, ListPlus, MessageSquareText, Tags, Users } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { cn } from "#lib/cn.ts";

const PLACES = [
  { href: "/settings/accounts", key: "accounts", icon: AtSign, isForAdmins: false },
  { href: "/settings/replies", key: "replies", icon: MessageSquareText, isForAdmins: false },
  { href: "/settings/labels", key: "labels", icon: Tags, isForAdmins: false },
  { href: "/settings/profile", key: "profile", icon: CircleUserRound, isForAdmins: false },
  { href: "/settings/members", key: "members", icon: Users, isForAdmins: true },
  { href: "/settings/fields", key: "fields", icon: ListPlus, isForAdmins: true },
  { href: "/settings/developers", key: "developers", icon: Code, isForAdmins: true },
  { href: "/settings/system", key: "system", icon: Activity, isForAdmins: true },
] as const;

export function SettingsNavigation({ isAdmin }: { isAdmin: boolean }) {
  const t = useTranslations("common.navigation");
  const path = usePathname();
  const list = useRef<HTMLUListElement>(null);

  /** On a phone the places are one sideways row: where one is must be in sight. */
  useEffect(() => {
    list.current?.querySelector(`[href="${path}"]`)?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [path]);

  return (
    <nav
      aria-label={t("settings")}
      className="flex shrink-0 flex-col gap-3 border-b bg-card px-4 pt-4 lg:w-60 lg:border-r lg:border-b-0 lg:px-3"
    >
      <p className="text-lg font-semibold lg:px-3">{t("settings")}</p>
      <ul ref={list} className="-mx-1 flex gap-1 overflow-x-auto px-1 pb-2 lg:flex-col">
        {PLACES.filter((place) => isAdmin || !place.isForAdmins).map(({ href, key, icon: Icon }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={path.startsWith(href) ? "page" : undefined}
              className={cn(
                "flex h-9 items-center gap-2.5 rounded-md px-3 text-sm font-medium whitespace-nowrap text-muted-foreground hover:bg-accent hover:text-foreground",
                path.startsWith(href) && "bg-selected text-primary-text hover:bg-selected hover:text-primary-text",
              )}
            >
              <Icon aria-hidden className="size-4" />
              {t(key)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
