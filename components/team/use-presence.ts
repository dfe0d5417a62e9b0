"use client";
import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { type Colleague, teamKeys } from "./team-cache.ts";
import type { TellPresence } from "./tell-presence.ts";

const NOBODY: Colleague[] = [];

/** The colleagues who look at a conversation just now. */
export function useColleagues(conversationId: string): Colleague[] {
  const select = useCallback(
    (all: Colleague[]) => all.filter((colleague) => colleague.conversationId === conversationId),
    [conversationId],
  );
  const { data } = useQuery<Colleague[], Error, Colleague[]>({
    queryKey: teamKeys.presence,
    queryFn: skipToken,
    gcTime: Number.POSITIVE_INFINITY,
    select,
  });
  return data ?? NOBODY;
}

/** Lets colleagues see where this tab looks, for as long as it is looked at. */
export function useTellPresence(conversationId: string | null): void {
  const client = useQueryClient();
  const teller = useRef<TellPresence>(null);
  const latest = useRef(conversationId);
  useEffect(() => {
    let isGone = false;
    void import("./tell-presence.ts")
      .then(({ tellPresence }) => {
        if (!isGone) teller.current = tellPresence(client, latest.current);
      })
      // Colleagues do not see this tab then, nothing else is lost.
      .catch(() => undefined);
    return () => {
      isGone = true;
      teller.current?.stop();
      teller.current = null;
    };
  }, [client]);
  useEffect(() => {
    latest.current = conversationId;
    teller.current?.look(conversationId);
  }, [conversationId]);
}
