import { and, isNotNull, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { mails } from "#db/schema/index.ts";

/** So long it is remembered what was told; nothing is told again later than that. */
const KEPT_DAYS = 90;
/** Longer than a mail is tried for: what opens the link of one that was left lying is not kept. */
const SECRET_DAYS = 2;

export async function forgetOldMails(): Promise<void> {
  await db
    .update(mails)
    .set({ secretCiphertext: null })
    .where(and(isNotNull(mails.secretCiphertext), olderThan(SECRET_DAYS)));
  await db.delete(mails).where(olderThan(KEPT_DAYS));
}

function olderThan(days: number) {
  return sql`${mails.createdAt} < now() - make_interval(days => ${days})`;
}
