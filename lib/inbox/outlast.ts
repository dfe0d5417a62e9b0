import { setTimeout as sleep } from "node:timers/promises";
import { isConnectionError } from "#db/errors.ts";
import { isDraining } from "#lib/lifecycle.ts";
import { log } from "#lib/log.ts";

const PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Does work again, soon, for as long as the connections to the database break under it: an outage may take its time. The work must
 * bear being done twice, since what broke may have been the answer alone. A process that ends leaves it undone.
 */
export async function outlast<T>(work: (isAgain: boolean) => Promise<T>): Promise<T> {
  for (let breaks = 0; ; breaks++) {
    try {
      return await work(breaks > 0);
    } catch (error) {
      if (!isConnectionError(error) || isDraining()) throw error;
      log.warn({ error, breaks }, "the connection to the database broke under an event");
    }
    await sleep(Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** breaks));
  }
}
