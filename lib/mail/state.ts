import { and, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { mails } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import type { Member } from "#lib/members/member.ts";

export type MailState = Awaited<ReturnType<typeof getMailState>>;

/** Whether mail is set up, and how it went of late; for admins. Of the server its name alone is told. */
export async function getMailState({ workspaceId }: Member) {
  const { MAIL } = env();
  if (!MAIL) return null;
  const own = eq(mails.workspaceId, workspaceId);
  const isOver = sql`coalesce(${mails.sentAt}, ${mails.failedAt})`;
  const [last] = await db
    .select({ sentAt: mails.sentAt, failedAt: mails.failedAt, failure: mails.failure })
    .from(mails)
    .where(and(own, isNotNull(isOver), sql`${mails.failure} is distinct from 'outdated'`))
    .orderBy(desc(isOver))
    .limit(1);
  const [waiting] = await db
    .select({ failure: mails.failure, count: sql<number>`count(*) over ()::int` })
    .from(mails)
    .where(and(own, isNull(mails.sentAt), isNull(mails.failedAt)))
    .orderBy(desc(mails.createdAt))
    .limit(1);
  return { server: new URL(MAIL.url).host, from: MAIL.from, last: last ?? null, waiting: waiting ?? null };
}
