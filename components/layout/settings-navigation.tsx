"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { cn } from "#lib/cn.ts";
import { settingsGroups } from "./settings-groups.ts";

export function SettingsNavigation({ isAdmin }: { isAdmin: boolean }) {
  const t = useTranslations("common.navigation");
  const path = usePathname();
  const list = useRef<HTMLDivElement>(null);
  const groups = settingsGroups(isAdmin);

  /** On a phone the places are one sideways row: where one is must be in sight. */
  useEffect(() => {
    list.current?.querySelector(`[href="${path}"]`)?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [path]);

  return (
    <nav
      aria-label={t("settings")}
      className="flex shrink-0 flex-col gap-3 border-b bg-card px-4 pt-4 lg:w-56 lg:border-r lg:border-b-0 lg:px-2"
    >
      <p className="text-xl font-semibold tracking-tight lg:px-2.5">{t("settings")}</p>
      <div ref={list} className="-mx-1 flex gap-1 overflow-x-auto px-1 pb-2 lg:flex-col lg:gap-5 lg:pt-1">
        {groups.map(({ name, places }) => (
          <div key={name} className="flex gap-1 lg:flex-col lg:gap-0.5">
            <p
              id={`settings-${name}`}
              className="max-lg:hidden lg:px-2.5 lg:pb-1 lg:text-xs lg:font-medium lg:text-muted-foreground"
            >
              {t(`groups.${name}`)}
            </p>
            <ul aria-labelledby={`settings-${name}`} className="flex gap-1 lg:flex-col lg:gap-0.5">
              {places.map(({ key, icon: Icon }) => (
                <li key={key}>
                  <PlaceLink href={`/settings/${key}`} isCurrent={path.startsWith(`/settings/${key}`)}>
                    <Icon aria-hidden className="size-4" />
                    {t(key)}
                  </PlaceLink>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </nav>
  );
}

function PlaceLink({ href, isCurrent, children }: { href: string; isCurrent: boolean; children: ReactNode }) {
  return (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm font-medium whitespace-nowrap text-muted-foreground hover:bg-accent hover:text-foreground max-lg:h-11",
        isCurrent && "bg-selected text-primary-text hover:bg-selected hover:text-primary-text",
      )}
    >
      {children}
    </Link>
  );
}
