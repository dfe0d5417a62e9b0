"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { searchDoors } from "#components/search/search-doors.ts";
import type { FoundPerson as Found } from "#components/search/types.ts";
import { isNamed } from "./choice-dialog.tsx";
import { useAllRows } from "./inbox-queries.ts";

export type FoundPerson = Pick<Found, "conversationId" | "contact" | "accountUsername">;

const MAX_PEOPLE = 8;
/** Shorter than the pause after a word, longer than the one between two letters. */
const PAUSE_MS = 150;

/**
 * Who goes by these words: at once those this browser knows, and below them, so that nothing moves, those the server knows as
 * well. A search that is no longer wanted is broken off.
 */
export function useFoundPeople(query: string): FoundPerson[] {
  const words = query.trim();
  const settled = useSettled(words);
  const rows = useAllRows();
  const { data, isPlaceholderData } = useQuery({
    queryKey: ["search", "people", settled],
    queryFn: ({ signal }) => searchDoors.everywhere({ q: settled, accountId: null, after: null }, signal),
    enabled: settled !== "",
    placeholderData: keepPreviousData,
    staleTime: 15_000,
    gcTime: 5 * 60_000,
    retry: 1,
  });
  if (words === "") return [];
  const isAnswered = settled === words && !isPlaceholderData;
  const known = Object.values(rows)
    .filter(({ contact }) => isCalled(contact, words))
    .sort((one, other) => (one.lastMessageAt > other.lastMessageAt ? -1 : 1))
    .slice(0, MAX_PEOPLE)
    .map(({ id, contact, accountUsername }) => ({ conversationId: id, contact, accountUsername }));
  const knownIds = new Set(known.map(({ conversationId }) => conversationId));
  const others = (data?.people ?? []).filter(
    ({ conversationId, contact }) => !knownIds.has(conversationId) && (isAnswered || isCalled(contact, words)),
  );
  return [...known, ...others].slice(0, MAX_PEOPLE);
}

function isCalled({ name, username }: Pick<Found["contact"], "name" | "username">, words: string): boolean {
  return isNamed([name ?? "", username ?? ""], words);
}

/** The words, once they have been the same for a moment. */
function useSettled(words: string): string {
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return settled;
}
