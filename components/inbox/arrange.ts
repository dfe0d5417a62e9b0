import { compareKeys, keyOf, type ListPlace, type RowFacts, type RowKey } from "#lib/inbox/views.ts";
import type { ListWindow } from "./inbox-cache.ts";

/** Where rows stand that must not move now, by their ids. */
export type Pins = ReadonlyMap<string, RowKey>;

/** The rows of a list in its order, as far as it was loaded. */
export function arrange<Row extends RowFacts>(
  rows: Row[],
  { sort }: Pick<ListPlace, "sort">,
  { end, isComplete }: ListWindow,
  now: Date,
  isShown: (row: Row) => boolean,
  pins?: Pins,
): Row[] {
  return rows
    .filter(isShown)
    .map((row) => ({ row, key: pins?.get(row.id) ?? keyOf(row, sort, now) }))
    .filter(({ key }) => isComplete || !end || compareKeys(key, end, sort) <= 0)
    .sort((one, other) => compareKeys(one.key, other.key, sort))
    .map(({ row }) => row);
}
