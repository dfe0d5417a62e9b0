"use client";
import { Command, Keyboard, LogOut } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Keys } from "#components/inbox/keys.tsx";
import { showOverlay } from "#components/inbox/overlay.ts";
import { Avatar } from "#components/ui/avatar.tsx";
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
import { writeCookie } from "./cookie.ts";
import { useLeave } from "./use-leave.ts";
import { type Theme, useTheme } from "./use-theme.ts";
import type { UserMenuProps } from "./user-menu.tsx";

const LANGUAGES = [
  ["en", "English"],
  ["de", "Deutsch"],
] as const;

/** Open from the start: it is loaded by the click that wants it. */
export default function OpenedUserMenu({ member, chooseLocale, signOut }: UserMenuProps) {
  const t = useTranslations("common");
  const tCommands = useTranslations("commands");
  const locale = useLocale();
  const router = useRouter();
  const [theme, setTheme] = useTheme();
  const [isPending, startTransition] = useTransition();
  const [leave, isLeaving] = useLeave(signOut);
  const isWide = matchMedia("(min-width: 48rem)").matches;

  const changeLocale = (next: string) =>
    startTransition(async () => {
      if (next !== "en" && next !== "de") return;
      writeCookie("locale", next);
      await chooseLocale({ locale: next });
      router.refresh();
    });

  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger
        aria-label={t("account.menu")}
        className="rounded-full p-1 hover:bg-accent"
        disabled={isPending || isLeaving}
      >
        <Avatar id={member.id} name={member.name} className="size-9" />
      </DropdownMenuTrigger>
      <DropdownMenuContent side={isWide ? "right" : "top"} align="end" className="w-60">
        <div className="px-2 py-1.5">
          <p className="truncate text-sm font-semibold">{member.name}</p>
          <p className="truncate text-xs text-muted-foreground">{member.email}</p>
        </div>
        <DropdownMenuSeparator />
        <DropdownMenuLabel id="menu-language">{t("account.language")}</DropdownMenuLabel>
        <DropdownMenuRadioGroup aria-labelledby="menu-language" value={locale} onValueChange={changeLocale}>
          {LANGUAGES.map(([value, name]) => (
            <DropdownMenuRadioItem key={value} value={value} lang={value}>
              {name}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuLabel id="menu-theme">{t("account.theme")}</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          aria-labelledby="menu-theme"
          value={theme}
          onValueChange={(next) => setTheme(next as Theme)}
        >
          <DropdownMenuRadioItem value="system">{t("account.themeSystem")}</DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="light">{t("account.themeLight")}</DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="dark">{t("account.themeDark")}</DropdownMenuRadioItem>
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem className="pointer-coarse:hidden" onSelect={() => showOverlay({ kind: "palette" })}>
          <Command />
          {tCommands("names.palette")}
          <span className="ml-auto">
            <Keys keys={["mod+k"]} />
          </span>
        </DropdownMenuItem>
        <DropdownMenuItem className="pointer-coarse:hidden" onSelect={() => showOverlay({ kind: "keys" })}>
          <Keyboard />
          {tCommands("names.help")}
          <span className="ml-auto">
            <Keys keys={["?"]} />
          </span>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={leave}>
          <LogOut />
          {t("account.signOut")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
