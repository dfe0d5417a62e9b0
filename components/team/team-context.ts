"use client";
import { createContext, use } from "react";
import type { TeamActions } from "./types.ts";

export type Team = { memberId: string; memberName: string; isAdmin: boolean; actions: TeamActions };

export const TeamContext = createContext<Team | null>(null);

export function useTeam(): Team {
  const team = use(TeamContext);
  if (!team) throw new Error("The team is used outside the inbox.");
  return team;
}
