import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { hashToken } from "#lib/crypto.ts";

type Limit = { key: string; tries: number };
export type Attempt = { limits: [Limit, Limit]; isAllowed: boolean };

const FIRST_BLOCK_SECONDS = 60;
const LONGEST_BLOCK_SECONDS = 900;

/**
 * Counts a guess before it is checked, so that many at once get no more than their share: ten wrong ones for an address,
 * a hundred from a network, then a minute's pause that doubles up to a quarter of an hour. Nobody is locked out for good.
 */
export async function takeAttempt(email: string, network: string): Promise<Attempt> {
  const byNetwork = { key: `network:${hashToken(network)}`, tries: 100 };
  const byAddress = { key: addressKey(email), tries: 10 };
  const attempt = { limits: [byNetwork, byAddress] as [Limit, Limit] };
  if (!(await count(byNetwork))) return { ...attempt, isAllowed: false };
  if (await count(byAddress)) return { ...attempt, isAllowed: true };
  await giveBack(byNetwork);
  return { ...attempt, isAllowed: false };
}

/**
 * Whether a link for a new password may be asked for: three for an address, twenty from a network, then as above. Counted apart from
 * guesses, so that nobody is kept from signing in by what others ask for.
 */
export async function takeReset(email: string, network: string): Promise<boolean> {
  const byNetwork = { key: `reset-network:${hashToken(network)}`, tries: 20 };
  const byAddress = { key: `reset-address:${hashToken(email)}`, tries: 3 };
  return (await count(byNetwork)) && (await count(byAddress));
}

/** The address starts afresh: its owner has proved by mail who they are. */
export async function forgetGuesses(email: string): Promise<void> {
  await db.execute(sql`delete from sign_in_attempts where key = ${addressKey(email)}`);
}

/** The guess was right: the address starts afresh, the network gets back what it paid. */
export async function clearAttempt({ limits: [byNetwork, byAddress] }: Attempt): Promise<void> {
  await db.execute(sql`delete from sign_in_attempts where key = ${byAddress.key} or last_failure_at < ${forgotten}`);
  await giveBack(byNetwork);
}

function addressKey(email: string): string {
  return `address:${hashToken(email)}`;
}

async function count({ key, tries }: Limit): Promise<boolean> {
  const failures = sql`(case when sign_in_attempts.last_failure_at < ${forgotten} then 1 else sign_in_attempts.failures + 1 end)`;
  const pause = sql`least(${LONGEST_BLOCK_SECONDS}, ${FIRST_BLOCK_SECONDS} * power(2, least(${failures} - ${tries}::int, 10)))`;
  const counted = await db.execute(sql`
    insert into sign_in_attempts (key, failures, last_failure_at) values (${key}, 1, now())
    on conflict (key) do update set
      failures = ${failures},
      last_failure_at = now(),
      blocked_until = case when ${failures} >= ${tries}::int then now() + make_interval(secs => ${pause}) end
    where sign_in_attempts.blocked_until is null or sign_in_attempts.blocked_until <= now()
    returning key`);
  return counted.length > 0;
}

async function giveBack({ key, tries }: Limit): Promise<void> {
  await db.execute(sql`
    update sign_in_attempts set
      failures = greatest(failures - 1, 0),
      blocked_until = case when failures - 1 >= ${tries}::int then blocked_until end
    where key = ${key}`);
}

const forgotten = sql`now() - interval '1 day'`;
