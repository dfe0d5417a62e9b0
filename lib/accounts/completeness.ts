import { eq, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { conversationScans, messages, reconciliations } from "#db/schema/index.ts";

export type Completeness = Awaited<ReturnType<typeof getCompleteness>>;

/** How much of an account's messages is here, and when that was last compared with Instagram; null before the first look. */
export async function getCompleteness(instagramAccountId: string) {
  const [row] = await db
    .select({
      importFinishedAt: reconciliations.importFinishedAt,
      checkedAt: reconciliations.checkedAt,
      /** An InstagramErrorKey or `failed`; null when the last look came to its end. */
      checkError: reconciliations.checkError,
    })
    .from(reconciliations)
    .where(eq(reconciliations.instagramAccountId, instagramAccountId));
  if (!row) return null;
  const [[scans], [found]] = await Promise.all([
    db
      .select({
        conversations: sql<number>`count(*) filter (where ${conversationScans.firstScannedAt}
          <= coalesce(${row.importFinishedAt?.toISOString() ?? null}::timestamptz, 'infinity'))::int`,
        /** Those of which Instagram holds more than it gives. */
        longer: sql<number>`(count(*) filter (where ${conversationScans.hasOlder}))::int`,
        unreadable: sql<number>`(count(*) filter (where ${conversationScans.failures} > 0))::int`,
      })
      .from(conversationScans)
      .where(eq(conversationScans.instagramAccountId, instagramAccountId)),
    db
      .select({
        imported: sql<number>`(count(*) filter (where ${messages.origin} = 'imported'))::int`,
        recovered: sql<number>`(count(*) filter (where ${messages.origin} = 'recovered'))::int`,
      })
      .from(messages)
      .where(
        sql`${messages.instagramAccountId} = ${instagramAccountId} and ${messages.origin} in ('recovered', 'imported')`,
      ),
  ]);
  return { ...row, ...(scans ?? NO_SCANS), ...(found ?? NOTHING_FOUND) };
}

const NO_SCANS = { conversations: 0, longer: 0, unreadable: 0 };
const NOTHING_FOUND = { imported: 0, recovered: 0 };
