import { sql } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { connect } from "#db/connect.ts";
import { databaseUrl } from "#test/database.ts";
import { jobsNamed } from "#test/jobs.ts";
import { enqueue, enqueueAll, type Job } from "./queue.ts";

const worker = connect(databaseUrl, { max: 1 });
afterAll(() => worker.end());
beforeEach(() => db.execute(sql`delete from graphile_worker._private_jobs`));

test("a job exists if its transaction commits, and once for each key", async () => {
  await enqueueAll(db, [due("tom"), due("lena")]);
  await enqueueAll(db, [due("lena"), due("anna")]);
  expect(await lanes()).toEqual(["anna", "lena", "tom"]);
  const failed = transaction(async (tx) => {
    await enqueue(tx, "process-events", { lane: "eva" }, { key: "eva" });
    throw new Error("half-way");
  });
  await expect(failed).rejects.toThrow("half-way");
  expect(await lanes()).toEqual(["anna", "lena", "tom"]);
});

test("a job asked for while another one of its key runs waits beside it", async () => {
  await enqueueAll(db, [due("lena")]);
  await take("lena");
  await enqueueAll(db, [due("lena")]);
  expect(await waiting()).toEqual(["lena"]);
  expect(await lanes()).toEqual(["lena", "lena"]);
});

test("a job asked for at the moment at which a worker takes up another one of its key is not lost", async () => {
  await enqueueAll(db, [due("lena"), due("tom")]);
  let asked: Promise<void> | undefined;
  await worker.begin(async (taking) => {
    await taking`update graphile_worker._private_jobs set locked_at = now(), attempts = 1 where key = 'lena'`;
    asked = enqueueAll(db, [due("lena"), due("tom"), due("anna")]);
    await untilSomebodyWaits();
  });
  await asked;
  expect(await waiting()).toEqual(["anna", "lena", "tom"]);
  expect(await lanes()).toEqual(["anna", "lena", "lena", "tom"]);
});

function due(lane: string): Job<"process-events"> {
  return { name: "process-events", payload: { lane }, key: lane };
}

function take(key: string) {
  return worker`update graphile_worker._private_jobs set locked_at = now(), attempts = 1 where key = ${key}`;
}

async function lanes(): Promise<string[]> {
  return (await jobsNamed("process-events")).map(({ lane }) => lane).sort();
}

async function waiting(): Promise<string[]> {
  const rows = await worker<{ lane: string }[]>`
    select payload->>'lane' as lane from graphile_worker._private_jobs where locked_at is null order by 1`;
  return rows.map(({ lane }) => lane);
}

/** Until the statement that asks for jobs has come to the row that is being taken. */
async function untilSomebodyWaits(): Promise<void> {
  await expect
    .poll(
      async () => {
        const [row] = await db.execute<{ waits: boolean }>(sql`
          select exists (
            select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
          ) as waits`);
        return row?.waits;
      },
      { timeout: 10_000, interval: 20 },
    )
    .toBe(true);
}
