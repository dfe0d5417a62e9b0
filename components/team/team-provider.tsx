"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useInboxAddress } from "#components/inbox/navigation.ts";
import { useReadWhereOpened } from "./read-notifications.ts";
import { seedTeam } from "./team-cache.ts";
import { type Team, TeamContext } from "./team-context.ts";
import type { TeamActions } from "./types.ts";
import { useTellPresence } from "./use-presence.ts";

type TeamProviderProps = {
  viewer: { memberId: string; memberName: string; isAdmin: boolean };
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
  const { memberId, memberName, isAdmin } = viewer;
  const team = useMemo<Team>(
    () => ({ memberId, memberName, isAdmin, actions }),
    [memberId, memberName, isAdmin, actions],
  );
  return <TeamContext value={team}>{children}</TeamContext>;
}
