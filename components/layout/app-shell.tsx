"use client";
import { FlaskConical, Inbox, Settings } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useAddress } from "#components/inbox/address.tsx";
import { Bell } from "#components/team/bell.tsx";
import { cn } from "#lib/cn.ts";
import { AppMark } from "./app-mark.tsx";
import { FocusKeeper } from "./focus-keeper.tsx";
import { Installable } from "./installable.tsx";
import { UserMenu, type UserMenuProps } from "./user-menu.tsx";

type AppShellProps = UserMenuProps & { simulatorUrl: string | null; children: ReactNode };

/** A rail of icons at the side of a desk, a bar at the foot of a phone; an open conversation has the phone to itself. */
export function AppShell({ simulatorUrl, children, ...userMenu }: AppShellProps) {
  const t = useTranslations("common");
  const { path, openedId } = useAddress();
  return (
    <div className="flex h-[var(--visible-height,100dvh)] flex-col-reverse overflow-hidden md:flex-row">
      <Installable />
      <FocusKeeper />
      <a
        href="#main"
        className="sr-only z-60 rounded-md bg-primary px-4 py-2 text-primary-foreground focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("skipToContent")}
      </a>
      <nav
        aria-label={t("navigation.main")}
        className={cn(
          "z-20 flex shrink-0 items-center border-t bg-card px-2 pb-[env(safe-area-inset-bottom)] md:w-16 md:flex-col md:border-t-0 md:border-r md:bg-muted md:px-0 md:py-3",
          openedId && "max-md:hidden",
        )}
      >
        <AppMark className="mb-4 hidden size-9 md:block" />
        <NavigationLink href="/inbox" label={t("navigation.inbox")} isCurrent={path.startsWith("/inbox")}>
          <Inbox />
        </NavigationLink>
        <NavigationLink
          href="/settings/accounts"
          label={t("navigation.settings")}
          isCurrent={path.startsWith("/settings")}
        >
          <Settings />
        </NavigationLink>
        {simulatorUrl && (
          <NavigationLink href={simulatorUrl} label={t("navigation.simulator")} title={t("navigation.simulatorHint")}>
            <FlaskConical />
          </NavigationLink>
        )}
        <div className="flex flex-1 items-center justify-center md:mt-auto md:flex-none">
          <Bell />
        </div>
        <div className="flex flex-1 items-center justify-center md:mt-2 md:flex-none">
          <UserMenu {...userMenu} />
        </div>
      </nav>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">{children}</div>
    </div>
  );
}

type NavigationLinkProps = { href: string; label: string; title?: string; isCurrent?: boolean; children: ReactNode };

function NavigationLink({ href, label, title, isCurrent, children }: NavigationLinkProps) {
  const isElsewhere = !href.startsWith("/");
  return (
    <Link
      href={href}
      title={title ?? label}
      prefetch={isElsewhere || isCurrent ? false : undefined}
      target={isElsewhere ? "_blank" : undefined}
      rel={isElsewhere ? "noopener" : undefined}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "flex min-h-14 flex-1 flex-col items-center justify-center gap-1 rounded-lg text-[0.6875rem] leading-none font-medium text-muted-foreground transition-colors hover:text-foreground md:mb-1 md:size-11 md:min-h-0 md:flex-none md:hover:bg-accent [&_svg]:size-5.5",
        isCurrent && "text-primary-text hover:text-primary-text md:bg-card md:shadow-raised md:hover:bg-card",
      )}
    >
      {children}
      <span className="max-w-full truncate px-0.5 md:sr-only">{label}</span>
    </Link>
  );
}
