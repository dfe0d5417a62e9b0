"use client";
import { lazy, Suspense, useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "#components/ui/avatar.tsx";
import { patient, Waiting } from "#components/ui/patient.tsx";

export type UserMenuProps = {
  member: { id: string; name: string; email: string };
  chooseLocale: (input: { locale: "en" | "de" }) => Promise<unknown>;
  signOut: () => Promise<unknown>;
};

const load = patient(() => import("./opened-user-menu.tsx"));
const OpenedUserMenu = lazy(load);

/** The face that opens the menu; the menu itself comes when somebody reaches for it. */
export function UserMenu(props: UserMenuProps) {
  const t = useTranslations("common.account");
  const [isWanted, setWanted] = useState(false);
  const giveUp = useCallback(() => setWanted(false), []);
  const { id, name } = props.member;
  const face = (
    <button
      type="button"
      aria-label={t("menu")}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void load()}
      onClick={() => setWanted(true)}
      className="rounded-full p-1 hover:bg-accent"
    >
      <Avatar id={id} name={name} className="size-9" />
    </button>
  );
  if (!isWanted) return face;
  return (
    <Suspense fallback={<Waiting giveUp={giveUp}>{face}</Waiting>}>
      <OpenedUserMenu {...props} />
    </Suspense>
  );
}
