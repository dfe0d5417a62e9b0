import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { mails } from "#db/schema/index.ts";

/** So long it is remembered what was told; nothing is told again later than that. */
const KEPT_DAYS = 90;

export async function forgetOldMails(): Promise<void> {
  await db.delete(mails).where(sql`${mails.createdAt} < now() - make_interval(days => ${KEPT_DAYS})`);
}
