"use client";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { useInboxAddress } from "#components/inbox/navigation.ts";
import { useReadWhereOpened } from "./read-notifications.ts";
import { seedTeam } from "./team-cache.ts";
import { type Team, TeamContext } from "./team-context.ts";
import type { AlertPreferences, TeamActions } from "./types.ts";
import { useTellPresence } from "./use-presence.ts";

const Alerts = lazy(() => import("./alerts.tsx"));

type TeamProviderProps = {
  viewer: { memberId: string; memberName: string; isAdmin: boolean; preferences: AlertPreferences };
  first: Parameters<typeof seedTeam>[1];
  actions: TeamActions;
  children: ReactNode;
};

/** What colleagues do together, around the inbox: who looks where, and what was told to whom. */
export function TeamProvider({ viewer, first, actions, children }: TeamProviderProps) {
  const client = useQueryClient();
  useState(() => seedTeam(client, first));
  useEffect(() => seedTeam(client, first), [client, first]);

  const { openedId } = useInboxAddress();
  useTellPresence(openedId);
  useReadWhereOpened(openedId, actions);
  const { memberId, memberName, isAdmin, preferences } = viewer;
  const wantsAlerts = preferences.desktopNotifications || preferences.sounds;
  const team = useMemo<Team>(
    () => ({ memberId, memberName, isAdmin, actions }),
    [memberId, memberName, isAdmin, actions],
  );
  return (
    <TeamContext value={team}>
      {children}
      {wantsAlerts && (
        <Suspense fallback={null}>
          <Alerts memberId={memberId} preferences={preferences} />
        </Suspense>
      )}
    </TeamContext>
  );
}
