import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { accountHours, instagramAccounts } from "#db/schema/index.ts";
import { noteActivity } from "#lib/inbox/note-activity.ts";
import { makeAccount } from "#test/factories.ts";
import { judgeSilence } from "./silence.ts";

test("an account that is quiet where every week before was lively is silent, until an event comes", async () => {
  const account = await lively({ weeks: 4, quietHours: 5 });
  expect(await silentSince(account)).not.toBeNull();
  const since = await silentSince(account);
  expect(await silentSince(account)).toEqual(since);
  expect(await isComparisonQueued(account)).toBe(true);

  await noteActivity(account.igId);
  expect((await find(account)).silentSince).toBeNull();
  expect((await db.select().from(accountHours).where(eq(accountHours.instagramAccountId, account.id))).length).toBe(
    4 * 7 * 24 + 2,
  );
});

test("quiet for an hour or two, at a time that always is quiet, or new: that is no silence", async () => {
  const short = await lively({ weeks: 4, quietHours: 1 });
  const nights = await lively({ weeks: 4, quietHours: 5, hoursOff: 6 });
  const young = await lively({ weeks: 2, quietHours: 5 });
  const oneQuietWeek = await lively({ weeks: 4, quietHours: 5, quietWeek: 2 });
  for (const account of [short, nights, young, oneQuietWeek]) expect(await silentSince(account)).toBeNull();
});

test("one that is refused or disconnected is not judged, and the warning goes when its hours become quiet ones", async () => {
  const account = await lively({ weeks: 4, quietHours: 5 });
  await db.update(instagramAccounts).set({ problem: "reconnect" }).where(eq(instagramAccounts.id, account.id));
  expect(await silentSince(account)).toBeNull();
  await db.update(instagramAccounts).set({ problem: null }).where(eq(instagramAccounts.id, account.id));
  expect(await silentSince(account)).not.toBeNull();
  await db.delete(accountHours).where(eq(accountHours.instagramAccountId, account.id));
  expect(await silentSince(account)).toBeNull();
});

type Life = { weeks: number; quietHours: number; hoursOff?: number; quietWeek?: number };

/** Some moments every hour, for so many weeks, up to a while ago; every day may have hours off that end now. */
async function lively({ weeks, quietHours, hoursOff = 0, quietWeek = 0 }: Life) {
  const account = await makeAccount();
  await db.execute(sql`
    insert into account_hours (instagram_account_id, hour, moments)
    select ${account.id}, date_trunc('hour', now()) - make_interval(hours => ago), 2
    from generate_series(${quietHours}::int, ${weeks * 7 * 24 + quietHours}::int) as ago
    where ago % 24 >= ${hoursOff}::int and (${quietWeek}::int = 0 or ago / 168 <> ${quietWeek}::int)`);
  await db
    .update(instagramAccounts)
    .set({ lastEventAt: sql`now() - make_interval(hours => ${quietHours})` })
    .where(eq(instagramAccounts.id, account.id));
  return account;
}

type Account = Awaited<ReturnType<typeof makeAccount>>;

async function silentSince(account: Account) {
  await judgeSilence();
  return (await find(account)).silentSince;
}

async function find({ id }: Account) {
  const [row] = await db.select().from(instagramAccounts).where(eq(instagramAccounts.id, id));
  return row as NonNullable<typeof row>;
}

async function isComparisonQueued({ id }: Account): Promise<boolean> {
  const key = `reconcile-account:${id}`;
  return (await db.execute(sql`select 1 from graphile_worker.jobs where key = ${key}`)).length === 1;
}
