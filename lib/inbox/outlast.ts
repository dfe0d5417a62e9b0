import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { isConnectionError } from "#db/errors.ts";
import { isDraining } from "#lib/lifecycle.ts";
import { log } from "#lib/log.ts";

const PAUSE_MS = 20;
/** While the database does not answer, and while it does, so that only this connection broke. */
const LONGEST_PAUSE_MS = { out: 2_000, well: 200 };

/** Thrown where every connection broke at this very work, while the database answered before and after it. */
export class EndsConnectionError extends Error {
  constructor(cause: unknown) {
    super("The work ends its connection to the database each time.", { cause });
    this.name = "ends_connection";
  }
}

/**
 * Does work again, soon, for as long as the connections to the database break under it: an outage may take its time. The work must
 * bear being done twice, since what broke may have been the answer alone. A process that ends leaves it undone. So many breaks in
 * a row (`maxBreaks`) with a database that is well in between are the work's own fault.
 */
export async function outlast<T>(work: (isAgain: boolean) => Promise<T>, maxBreaks = Infinity): Promise<T> {
  for (let breaks = 0, own = 1; ; breaks++, own++) {
    try {
      return await work(breaks > 0);
    } catch (error) {
      if (!isConnectionError(error) || isDraining()) throw error;
      log.warn({ error, breaks }, "the connection to the database broke under an event");
      if (!(await isAnswering())) own = 0;
      if (own >= maxBreaks) throw new EndsConnectionError(error);
    }
    await sleep(Math.min(own === 0 ? LONGEST_PAUSE_MS.out : LONGEST_PAUSE_MS.well, PAUSE_MS * 2 ** breaks));
  }
}

async function isAnswering(): Promise<boolean> {
  return db.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
}
