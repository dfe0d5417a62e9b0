import { setTimeout as sleep } from "node:timers/promises";
import { drizzle } from "drizzle-orm/postgres-js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { databaseUrl } from "#test/database.ts";
import { openFaultProxy } from "#test/fault-proxy.ts";
import { connect } from "./connect.ts";
import { DatabaseBusyError, withDeadlines } from "./deadlines.ts";

/** The code of Postgres' request to cancel, which every connection for it begins with. */
const CANCEL = "\x04\xd2\x16\x2e";

/** Promises that failed and that nobody could catch: each would end the server. */
const uncaught: unknown[] = [];
const note = (reason: unknown) => uncaught.push(reason);
beforeEach(() => {
  uncaught.length = 0;
  process.on("unhandledRejection", note);
});
afterEach(() => void process.off("unhandledRejection", note));

test("a connection that breaks at its first word fails its query and nothing else", async () => {
  const proxy = await openFaultProxy(databaseUrl);
  proxy.cutAt("select");
  const sql = connect(proxy.url, { max: 2 });
  await expect(sql`select 1`).rejects.toMatchObject({ code: expect.stringMatching(/ECONNRESET|CONNECTION_CLOSED/) });
  await sleep(50);
  expect(uncaught).toEqual([]);
  await sql.end({ timeout: 1 });
});

test("a query that is given up fails as busy, also when the way to withdraw it is cut", async () => {
  const proxy = await openFaultProxy(databaseUrl);
  proxy.cutAt(CANCEL);
  const sql = connect(proxy.url, { max: 1 });
  const database = drizzle(withDeadlines(sql, { queryMs: 200, transactionMs: 2_000 }));
  await expect(database.execute("select pg_sleep(0.6)")).rejects.toMatchObject({
    cause: expect.any(DatabaseBusyError),
  });
  await sleep(300);
  expect(uncaught).toEqual([]);
  await sql.end({ timeout: 1 });
});
