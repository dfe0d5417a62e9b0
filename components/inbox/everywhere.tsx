"use client";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import { patient, Waiting } from "#components/ui/patient.tsx";
import { CONVERSATION_VIEWS } from "#lib/inbox/views.ts";
import { useAddress } from "./address.tsx";
import { type Command, useCommandKeys, useCommands } from "./commands.ts";
import { inboxHref, useGoTo } from "./navigation.ts";
import { showOverlay, useOverlay } from "./overlay.ts";
import type { AccountShown } from "./types.ts";
import { useTitleCount } from "./use-title-count.ts";

const Palette = lazy(patient(() => import("./palette.tsx")));
const KeySheet = lazy(patient(() => import("./key-sheet.tsx")));

export type EverywhereProps = {
  isAdmin: boolean;
  accounts: AccountShown[];
  chooseLocale: (input: { locale: "en" | "de" }) => Promise<unknown>;
  signOut: () => Promise<unknown>;
};

const close = () => showOverlay(null);

/** What every page has: the lists by key, everything by its name, the sheet of keys, and in its title how much waits. */
export function Everywhere(props: EverywhereProps) {
  const t = useTranslations("commands");
  const tViews = useTranslations("views");
  const tBell = useTranslations("team.bell");
  const goTo = useGoTo();
  const { place } = useAddress();
  const overlay = useOverlay();
  useCommandKeys();
  useTitleCount();
  useCommands([
    { id: "help", group: "help", title: t("names.help"), keys: ["?"], run: () => showOverlay({ kind: "keys" }) },
    {
      id: "palette",
      group: "help",
      title: t("names.palette"),
      keys: ["mod+k"],
      isKeyOnly: true,
      run: () => showOverlay({ kind: "palette" }),
    },
    {
      id: "notifications",
      group: "go",
      title: tBell("label"),
      run: () => document.querySelector<HTMLElement>("[data-bell]")?.click(),
    },
    ...CONVERSATION_VIEWS.map(
      (view, index): Command => ({
        id: `view-${view}`,
        group: "go",
        title: tViews(`names.${view}`),
        keys: [String(index + 1)],
        run: () => goTo(inboxHref(null, { ...place, view, labelId: null })),
      }),
    ),
  ]);
  return (
    <Suspense fallback={<Waiting giveUp={close} />}>
      {overlay?.kind === "palette" && <Palette {...props} close={close} />}
      {overlay?.kind === "keys" && <KeySheet close={close} />}
    </Suspense>
  );
}
