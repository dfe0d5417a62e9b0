"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { belongs, keyOf, type RowKey } from "#lib/inbox/views.ts";
import { readRows } from "./inbox-cache.ts";
import type { ListPlace } from "./types.ts";

/**
 * The rows that keep their places while a mouse rests on the list: the one under it and the opened one; what the rest of the
 * list does goes on. Holding a row draws nothing anew. `hold(null)` lets them go, which does where one has its place elsewhere
 * or none any more; `drop` lets go of rows that somebody here is about to change: what one does oneself is seen at once, so a
 * row that has no place in the list is not held either.
 */
export function usePins(openedId: string | null, place: ListPlace, memberId: string) {
  const client = useQueryClient();
  const { sort } = place;
  const pins = useMemo(() => new Map<string, RowKey>(), []);
  const [settled, setSettled] = useState(0);
  const hold = useCallback(
    (id: string | null) => {
      const rows = readRows(client);
      const now = new Date();
      const before = new Map(pins);
      pins.clear();
      for (const pinned of id === null ? [] : [id, openedId]) {
        const row = rows[pinned ?? ""];
        const key = row && (before.get(row.id) ?? (belongs(row, place, memberId) ? keyOf(row, sort, now) : undefined));
        if (key) pins.set(row.id, key);
      }
      const isMisplaced = ([of, key]: [string, RowKey]) => {
        const row = rows[of];
        if (!row || pins.has(of)) return false;
        return !belongs(row, place, memberId) || keyOf(row, sort, now).at !== key.at;
      };
      if ([...before].some(isMisplaced)) setSettled((count) => count + 1);
    },
    [client, openedId, place, sort, memberId, pins],
  );
  const drop = useCallback(
    (changed: { id: string }[]) => {
      for (const { id } of changed) pins.delete(id);
    },
    [pins],
  );
  return { pins, settled, hold, drop };
}
