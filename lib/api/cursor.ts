import { z } from "zod";
import { invalid } from "./refusal.ts";

/** Where a page ends: the sort key of its last row. */
export type Position = { at: string; id: string };

const position = z.object({ at: z.iso.datetime(), id: z.union([z.uuid(), z.string().regex(/^\d{1,18}$/)]) });

function writeCursor(last: Position): string {
  return Buffer.from(JSON.stringify(last)).toString("base64url");
}

/** Refuses what we did not write ourselves. */
export function readCursor(cursor: string | undefined): Position | undefined {
  if (cursor === undefined || cursor === "") return undefined;
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw invalid("The cursor is not one of ours. Take it from `pagination.nextCursor`.", "cursor");
  }
}

/** Asked for one row more than shown: its presence says that there is a next page. */
export function pageOf<Row>(rows: Row[], limit: number, positionOf: (row: Row) => Position) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit;
  return { rows: shown, pagination: { hasMore, nextCursor: hasMore && last ? writeCursor(positionOf(last)) : null } };
}
