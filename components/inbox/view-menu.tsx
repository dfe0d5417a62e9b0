"use client";
import { ChevronDown } from "lucide-react";
import { lazy, Suspense, useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { patient, Waiting } from "#components/ui/patient.tsx";
import type { AccountShown } from "./types.ts";

const load = patient(() => import("./opened-view-menu.tsx"));
const OpenedViewMenu = lazy(load);

/** The name of the list, which opens the choice of another one; the choice itself comes when somebody reaches for it. */
export function ViewMenu({ title, accounts }: { title: string; accounts: AccountShown[] }) {
  const t = useTranslations("views");
  const [isWanted, setWanted] = useState(false);
  const giveUp = useCallback(() => setWanted(false), []);
  const face = (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded={false}
      title={t("choose")}
      onPointerEnter={() => void load()}
      onClick={() => setWanted(true)}
      className={VIEW_MENU_LOOK}
    >
      <bdi className="truncate">{title}</bdi>
      <ChevronDown aria-hidden className="size-4.5 shrink-0 text-muted-foreground" />
    </button>
  );
  if (!isWanted) return face;
  return (
    <Suspense fallback={<Waiting giveUp={giveUp}>{face}</Waiting>}>
      <OpenedViewMenu title={title} accounts={accounts} />
    </Suspense>
  );
}

export const VIEW_MENU_LOOK =
  "-ml-2 inline-flex min-h-9 min-w-0 items-center gap-1 rounded-md px-2 font-semibold hover:bg-accent";
