"use client";
import { BellRing, Languages, LogOut, SunMoon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "use-intl";
import { writeCookie } from "#components/layout/cookie.ts";
import { settingsGroups } from "#components/layout/settings-groups.ts";
import { useLeave } from "#components/layout/use-leave.ts";
import { useTheme } from "#components/layout/use-theme.ts";
import { Choice, ChoiceGroup } from "./choice-dialog.tsx";
import type { EverywhereProps } from "./everywhere.tsx";

const LANGUAGES = [
  ["en", "English"],
  ["de", "Deutsch"],
] as const;

type PaletteSettingsProps = Pick<EverywhereProps, "isAdmin" | "chooseLocale" | "signOut"> & {
  then: (run: () => void) => () => void;
};

/** The pages of the settings, and what is chosen for this browser: language and looks. */
export function PaletteSettings({ isAdmin, chooseLocale, signOut, then }: PaletteSettingsProps) {
  const t = useTranslations("commands");
  const tCommon = useTranslations("common");
  const tTeam = useTranslations("team");
  const router = useRouter();
  const locale = useLocale();
  const places = settingsGroups(isAdmin).flatMap((group) => group.places);
  const [theme, setTheme] = useTheme();
  const [leave] = useLeave(signOut);
  const speak = (next: "en" | "de") => async () => {
    writeCookie("locale", next);
    await chooseLocale({ locale: next });
    router.refresh();
  };
  return (
    <ChoiceGroup heading={t("groups.settings")}>
      {places.map(({ key, icon: Icon }) => (
        <Choice
          key={key}
          value={`settings ${key}`}
          keywords={[tCommon(`navigation.${key}`), tCommon("navigation.settings")]}
          onSelect={then(() => router.push(`/settings/${key}`))}
        >
          <Icon />
          {tCommon(`navigation.${key}`)}
        </Choice>
      ))}
      <Choice
        value="settings notifications"
        keywords={[tTeam("bell.settings"), tTeam("preferences.sounds"), tTeam("preferences.desktop")]}
        onSelect={then(() => router.push("/settings/profile#notifications"))}
      >
        <BellRing />
        {tTeam("bell.settings")}
      </Choice>
      {LANGUAGES.filter(([value]) => value !== locale).map(([value, name]) => (
        <Choice
          key={value}
          value={`language ${value}`}
          keywords={[name, tCommon("account.language")]}
          onSelect={then(speak(value))}
        >
          <Languages />
          {tCommon("account.language")}: <span lang={value}>{name}</span>
        </Choice>
      ))}
      {(["system", "light", "dark"] as const)
        .filter((other) => other !== theme)
        .map((other) => (
          <Choice
            key={other}
            value={`theme ${other}`}
            keywords={[tCommon("account.theme"), t(`palette.themes.${other}`)]}
            onSelect={then(() => setTheme(other))}
          >
            <SunMoon />
            {tCommon("account.theme")}: {t(`palette.themes.${other}`)}
          </Choice>
        ))}
      <Choice value="sign out" keywords={[tCommon("account.signOut")]} onSelect={then(leave)}>
        <LogOut />
        {tCommon("account.signOut")}
      </Choice>
    </ChoiceGroup>
  );
}
