import "#test/database.ts";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { processEvents } from "#lib/inbox/process-events.ts";
import { makeAccount } from "#test/factories.ts";
import { historyOf, LENA, projection, shuffledBatches, TOM } from "#test/history.ts";
import { bodyOf, take, untilAnswered, type WireEvent } from "#test/webhooks.ts";

const RUNS = Number(process.env.PERMUTATIONS ?? 150);
/** Each run has an account of its own, so several can play side by side. */
const SIDE_BY_SIDE = 8;

let count = 0;

test(`F29 ${RUNS} orders of some forty events, with repeats and in bodies of any size, end as the events in order do`, {
  timeout: RUNS * 4_000,
}, async () => {
  const inOrder = await play(historyOf("").map((_, index) => [index]));
  expect(inOrder.map((thread) => thread.messages.length)).toEqual([11, 11]);
  expect(inOrder.map(({ standbySince }) => standbySince !== null)).toEqual([false, true]);
  const orders = fc.sample(shuffledBatches(historyOf("").length), RUNS);
  for (let start = 0; start < orders.length; start += SIDE_BY_SIDE) {
    const some = orders.slice(start, start + SIDE_BY_SIDE);
    const ends = await Promise.all(some.map(play));
    for (const [index, end] of ends.entries()) expect(end, JSON.stringify(some[index])).toEqual(inOrder);
  }
  expect(await leftOfUnsent()).toEqual([]);
});

/** Stored events of unsent messages that still say something, and bodies with their words. */
async function leftOfUnsent() {
  return db.execute(sql`
    select ig_id, key from webhook_events
      where mid in ('a3', 'a5', 'a7', 'b9') and kind not in ('message_deleted', 'read') and payload <> ''
    union all
    select 'body', encode(body, 'escape') from webhook_deliveries
      where encode(body, 'escape') like any (array['%oops%', '%/a5.jpg%', '%"Thanks"%', '%gone in a moment%'])`);
}

async function play(batches: number[][]) {
  const igId = `1784140000${String(count++).padStart(7, "0")}`;
  await makeAccount({ igId });
  const history = historyOf(igId);
  for (const batch of batches) {
    const body = bodyOf(
      igId,
      batch.map((index) => history[index] as WireEvent),
    );
    await take(body);
    await Promise.all([LENA, TOM].map((igsid) => untilAnswered(() => processEvents(`${igId}:${igsid}`))));
  }
  return projection(igId);
}
