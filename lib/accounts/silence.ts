import { sql } from "drizzle-orm";
import { transaction } from "#db/client.ts";
import { queueReconciliation } from "#lib/account-reads.ts";
import { log } from "#lib/log.ts";

/** The same hours of so many weeks before are looked at, and at least so many of them must be known. */
const WEEKS = 4;
const MIN_WEEKS = 3;
/** Each of those weeks had at least so many moments with events in these hours: then none at all is no chance. */
const MIN_MOMENTS = 5;

/**
 * Finds the accounts that have been quiet although the same hours of the weeks before were lively, as when webhooks are lost
 * somewhere on the way without any error (facts 2.3). Says so on the account until an event comes, and has it compared with Instagram.
 */
export async function judgeSilence(): Promise<void> {
  await transaction(async (tx) => {
    await tx.execute(sql`delete from account_hours where hour < now() - make_interval(weeks => ${WEEKS}, days => 7)`);
    const fallen = await tx.execute<{ id: string }>(sql`
      with judged as (
        select a.id, (
          select count(*) >= ${MIN_WEEKS} and min(week.moments) >= ${MIN_MOMENTS}
          from (
            select coalesce(sum(h.moments), 0) as moments
            from generate_series(1, ${WEEKS}::int) as back
            left join account_hours h on h.instagram_account_id = a.id
              and h.hour > date_trunc('hour', a.last_event_at) - make_interval(weeks => back)
              and h.hour < date_trunc('hour', now()) - make_interval(weeks => back)
            where first.hour <= date_trunc('hour', a.last_event_at) - make_interval(weeks => back)
            group by back
          ) as week
        ) as is_silent
        from instagram_accounts a
        cross join lateral (select min(hour) as hour from account_hours where instagram_account_id = a.id) as first
        where a.disconnected_at is null and a.problem is null and a.last_event_at is not null
      )
      update instagram_accounts a set silent_since = case when judged.is_silent then now() end
      from judged where judged.id = a.id and judged.is_silent is distinct from (a.silent_since is not null)
      returning case when judged.is_silent then a.id end as id`);
    const ids = fallen.map(({ id }) => id).filter((id) => id !== null);
    await queueReconciliation(tx, ids);
    for (const instagramAccountId of ids) log.warn({ instagramAccountId }, "account is silent");
  });
}
