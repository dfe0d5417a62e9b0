import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { type Database, db, type Tx } from "#db/client.ts";
import { slowDownSeconds } from "./account-usage.ts";
import { AppError } from "./errors.ts";

/** Which of Instagram's limits a send counts against: video and audio have their own (facts 6). */
export type SendBudget = "text" | "media";

/** Four fifths of Instagram's 100 and 10 a second; the rest is for what a network does to intervals. */
const INTERVAL_MS = { text: 12.5, media: 125 };
const COLUMNS = { text: sql.raw("next_send_at"), media: sql.raw("next_media_send_at") };

/** A turn further away than this is not taken yet: whoever waits for it would hold up a worker. */
const MAX_AHEAD_MS = 1_000;
const MAX_WAIT_MS = 3_000;

/** `isTaken`: the caller may send once `waitMs` have passed. If not, it asks again after that time. */
export type SendTurn = { isTaken: boolean; waitMs: number };

/** The account's next turn to send, shared by all processes, after any pause; scarcer while Instagram says that its limits are nearly used up. */
export async function takeSendTurn(
  tx: Tx | Database,
  instagramAccountId: string,
  budget: SendBudget = "text",
): Promise<SendTurn> {
  const next = COLUMNS[budget];
  const interval = sql`make_interval(secs => ${INTERVAL_MS[budget] / 1000}::float8 + ${slowDownSeconds(sql`usage`)})`;
  const [turn] = await tx.execute<{ isTaken: boolean; waitMs: number }>(sql`
    with before as (
      select id, greatest(${next}, paused_until, clock_timestamp()) as at from instagram_accounts
      where id = ${instagramAccountId} for no key update
    ), taken as (
      update instagram_accounts a set ${next} = before.at + ${interval}
      from before where a.id = before.id and before.at <= clock_timestamp() + make_interval(secs => ${MAX_AHEAD_MS / 1000})
      returning 1
    )
    select exists (select 1 from taken) as "isTaken",
      (extract(epoch from before.at - clock_timestamp()) * 1000)::float8 as "waitMs"
    from before`);
  return turn ? { ...turn, waitMs: Math.max(0, turn.waitMs) } : { isTaken: true, waitMs: 0 };
}

/**
 * Waits for the account's turn, where somebody waits for the outcome. AppError `unavailable` when that is more than a few
 * seconds away, as while Instagram has asked the account to slow down.
 */
export async function awaitSendTurn(instagramAccountId: string, budget: SendBudget = "text"): Promise<void> {
  const deadline = Date.now() + MAX_WAIT_MS;
  for (;;) {
    const { isTaken, waitMs } = await takeSendTurn(db, instagramAccountId, budget);
    if (!isTaken && Date.now() + waitMs > deadline) {
      throw new AppError("unavailable", "Instagram asked this account to slow down. Try again in a moment.");
    }
    await setTimeout(waitMs);
    if (isTaken) return;
  }
}
