import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Account } from "./apply-event.ts";

type Mids = { held: Set<string>; fresh: Set<string> };
const midsOf = new WeakMap<Tx, Mids>();

/**
 * Serialises all that speaks of one mid, known or not yet. Taken before any conversation's lock, by everybody, so that an
 * effect and the message it belongs to cannot miss each other. True when this transaction has looked already and neither a
 * message nor an effect of that mid is here, which it is told once.
 */
export async function lockMid(tx: Tx, igId: string, mid: string): Promise<boolean> {
  const name = nameOf(igId, mid);
  const { held, fresh } = ofTransaction(tx);
  if (!held.has(name)) await take(tx, [name]);
  return fresh.delete(name);
}

/** Whether this transaction has looked and found nothing of that mid, and was not told yet. */
export function isFreshMid(tx: Tx, igId: string, mid: string): boolean {
  return ofTransaction(tx).fresh.has(nameOf(igId, mid));
}

/** Several at once, with one look for all of them, in one order for everybody, so that nobody waits in a circle. */
export async function lockMids(tx: Tx, { id, igId }: Pick<Account, "id" | "igId">, mids: string[]): Promise<void> {
  if (mids.length === 0) return;
  await take(
    tx,
    mids.map((mid) => nameOf(igId, mid)),
  );
  const { fresh } = ofTransaction(tx);
  // Only a statement that begins with the locks in hand sees what their holders before have done. It asks for each mid by
  // itself: a join would be planned for a hundred of them, and read the whole table.
  const rows = await tx.execute<{ mid: string }>(sql`
    select asked.mid from json_array_elements_text(${JSON.stringify(mids)}::json) as asked(mid)
    where (select true from messages m where m.instagram_account_id = ${id} and m.mid = asked.mid) is null
      and (
        select true from webhook_events e where e.ig_id = ${igId} and e.mid = asked.mid and e.state = 'waiting' limit 1
      ) is null`);
  for (const { mid } of rows) fresh.add(nameOf(igId, mid));
}

async function take(tx: Tx, names: string[]): Promise<void> {
  await tx.execute(sql`
    select count(pg_advisory_xact_lock(id)) from (
      select distinct hashtextextended(name, 0) as id from json_array_elements_text(${JSON.stringify(names)}::json) as name
      order by id offset 0
    ) as in_order`);
  const { held } = ofTransaction(tx);
  for (const name of names) held.add(name);
}

function ofTransaction(tx: Tx): Mids {
  const known = midsOf.get(tx) ?? { held: new Set(), fresh: new Set() };
  midsOf.set(tx, known);
  return known;
}

function nameOf(igId: string, mid: string): string {
  return `${igId}:${mid}`;
}
