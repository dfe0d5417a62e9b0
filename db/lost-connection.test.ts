import "#test/database.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type postgres from "postgres";
import { expect, test } from "vitest";
import { openFaultProxy } from "#test/fault-proxy.ts";
import { db, transaction } from "./client.ts";
import { connect } from "./connect.ts";
import { withDeadlines } from "./deadlines.ts";

const MAX = 3;

test("a transaction whose connection the database closed fails and does not end the process", async () => {
  for (let round = 0; round < 5; round++) {
    const lost = transaction(async (tx) => {
      const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await db.execute(sql`select pg_terminate_backend(${row?.pid})`);
      await expect.poll(() => isGone(row?.pid), { interval: 20 }).toBe(true);
      await tx.execute(sql`select 1`);
    });
    await expect(lost).rejects.toThrow();
  }
});

test("a nested transaction whose connection is gone says nothing more on the one that is somebody else's by then", async () => {
  const client = connect(process.env.DATABASE_URL ?? "", { max: 1 });
  const pool = withDeadlines(client, { queryMs: 10_000, transactionMs: 15_000 });
  const other = { begun: Promise.withResolvers<void>(), mayEnd: Promise.withResolvers<void>() };
  const lost = pool.begin((tx) =>
    tx.savepoint(async (inner) => {
      const [row] = await inner.unsafe("select pg_backend_pid() as pid", []);
      await db.execute(sql`select pg_terminate_backend(${row?.pid})`);
      await other.begun.promise;
      setTimeout(other.mayEnd.resolve, 100);
      throw new Error("It failed too late.");
    }),
  );
  await expect(lost).rejects.toMatchObject({ code: expect.stringMatching(/^(57P01|CONNECTION_CLOSED)$/) });
  const others = pool.begin(async (tx) => {
    await tx.unsafe("select 1", []);
    other.begun.resolve();
    await other.mayEnd.promise;
    return tx.unsafe("select 2 as two", []);
  });
  expect(await others).toEqual([{ two: 2 }]);
  await client.end({ timeout: 1 });
});

test("a pool whose connections break again and again under way serves as before, all of them", async () => {
  const database = await openFaultProxy(process.env.DATABASE_URL ?? "");
  const client = connect(database.url, { max: MAX, connect_timeout: 2 });
  const pool = withDeadlines(client, { queryMs: 1_800, transactionMs: 1_800 });
  const working = new AbortController();
  let done = 0;
  const workers = Array.from({ length: 8 }, async () => {
    while (!working.signal.aborted) done += await threeStatements(pool);
  });
  for (let round = 0; round < 15; round++) {
    await sleep(50 + (round % 5) * 30);
    database.cutAll();
  }
  working.abort();
  await Promise.all(workers);
  expect(done).toBeGreaterThan(0);

  const atOnce = Array.from({ length: 3 * MAX }, () => pool.begin((tx) => tx.unsafe("select 1 as one", [])));
  expect(await Promise.all(atOnce)).toEqual(Array(3 * MAX).fill([{ one: 1 }]));
  await client.end({ timeout: 1 });
});

/** One where they have come through, none where the connection broke. */
async function threeStatements(pool: postgres.Sql): Promise<number> {
  const work = pool.begin(async (tx) => {
    for (const seconds of [0, 0.01, 0]) await tx.unsafe(`select pg_sleep(${seconds})`, []);
  });
  return work.then(
    () => 1,
    () => sleep(20, 0),
  );
}

async function isGone(pid: number | undefined): Promise<boolean> {
  const [row] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from pg_stat_activity where pid = ${pid}`,
  );
  return row?.count === 0;
}
