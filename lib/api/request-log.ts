import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { apiRequests } from "#db/schema/index.ts";
import { createRowLog } from "#lib/row-log.ts";

const KEPT_DAYS = 30;
const ROWS_PER_SWEEP = 20_000;

export type RequestRow = typeof apiRequests.$inferInsert;

const KEY = Symbol.for("antwort.api-requests");
const shared = globalThis as typeof globalThis & { [KEY]?: ((row: RequestRow) => void) | undefined };

/**
 * Keeps a row of a request that has been answered, if this process does that; never waits and never throws. The server's own
 * modules and the bundled pages are loaded apart, so who writes the rows hangs on the global object.
 */
export function noteRequest(row: RequestRow): void {
  shared[KEY]?.(row);
}

/** From now on requests to the developer API are kept. Resolves the returned function once what waits is written. */
export function startRequestLog(): () => Promise<void> {
  const rows = createRowLog<RequestRow>((some) => db.insert(apiRequests).values(some), "api requests not logged");
  shared[KEY] = rows.add;
  return async () => {
    shared[KEY] = undefined;
    await rows.end();
  };
}

export async function forgetOldRequests(): Promise<void> {
  await db.execute(sql`
    delete from api_requests where id in (
      select id from api_requests where at < now() - make_interval(days => ${KEPT_DAYS}) order by at limit ${ROWS_PER_SWEEP})`);
}
