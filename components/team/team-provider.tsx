"use client";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { patient } from "#components/ui/patient.tsx";
import { teamKeys } from "./team-cache.ts";
import { type Team, TeamContext } from "./team-context.ts";
import type { AlertPreferences, TeamActions, UnreadNotifications } from "./types.ts";

const Alerts = lazy(patient(() => import("./alerts.tsx")));

type TeamProviderProps = {
  viewer: { memberId: string; memberName: string; isAdmin: boolean; preferences: AlertPreferences };
  /** When the server drew the page, in ISO 8601. */
  at: string;
  unreadNotifications: UnreadNotifications;
  actions: TeamActions;
  children: ReactNode;
};

/** What colleagues do together, around every page: what was told to whom, and what one tells them. */
export function TeamProvider({ viewer, at, unreadNotifications, actions, children }: TeamProviderProps) {
  const client = useQueryClient();
  useState(() => client.setQueryData(teamKeys.unread, unreadNotifications));
  useEffect(() => void client.setQueryData(teamKeys.unread, unreadNotifications), [client, unreadNotifications]);

  const [opened] = useState({ at, unreadCount: unreadNotifications.reduce((sum, { count }) => sum + count, 0) });

  const { memberId, memberName, isAdmin, preferences } = viewer;
  const team = useMemo<Team>(
    () => ({ memberId, memberName, isAdmin, actions }),
    [memberId, memberName, isAdmin, actions],
  );
  return (
    <TeamContext value={team}>
      {children}
      <Suspense fallback={null}>
        <Alerts memberId={memberId} preferences={preferences} opened={opened} />
      </Suspense>
    </TeamContext>
  );
}
