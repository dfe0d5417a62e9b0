"use client";
import { useQuery } from "@tanstack/react-query";
import { Bell as BellIcon } from "lucide-react";
import { lazy, Suspense, useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { patient, Waiting } from "#components/ui/patient.tsx";
import { teamKeys } from "./team-cache.ts";
import { teamDoors } from "./team-doors.ts";
import type { UnreadNotifications } from "./types.ts";

const load = patient(() => import("./opened-bell.tsx"));
const OpenedBell = lazy(load);
const NONE: UnreadNotifications = [];

/** How many, by conversation. */
export function useUnreadNotifications(): UnreadNotifications {
  const { data } = useQuery<UnreadNotifications>({
    queryKey: teamKeys.unread,
    queryFn: teamDoors.unreadNotifications,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? NONE;
}

export function useUnreadNotificationCount(): number {
  return useUnreadNotifications().reduce((sum, { count }) => sum + count, 0);
}

/** What colleagues want from this member. The list comes when somebody reaches for it. */
export function Bell() {
  const [isWanted, setWanted] = useState(false);
  const giveUp = useCallback(() => setWanted(false), []);
  const face = <BellButton onPointerEnter={() => void load()} onClick={() => setWanted(true)} aria-expanded={false} />;
  if (!isWanted) return face;
  return (
    <Suspense fallback={<Waiting giveUp={giveUp}>{face}</Waiting>}>
      <OpenedBell />
    </Suspense>
  );
}

export function BellButton(props: Omit<Parameters<typeof Button>[0], "children">) {
  const t = useTranslations("team.bell");
  const count = useUnreadNotificationCount();
  const words = count > 0 ? `${t("label")}, ${t("unread", { count })}` : t("label");
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={words}
      title={words}
      aria-haspopup="dialog"
      data-bell
      {...props}
      className="relative size-11 rounded-full text-muted-foreground [&_svg]:size-5.5"
    >
      <BellIcon />
      {count > 0 && (
        <span
          aria-hidden
          className="absolute top-0.5 right-0.5 min-w-4 rounded-full bg-destructive px-1 text-center text-[0.625rem] leading-4 font-semibold text-destructive-foreground tabular-nums"
        >
          {count > 99 ? "99+" : count}
        </span>
      )}
    </Button>
  );
}
