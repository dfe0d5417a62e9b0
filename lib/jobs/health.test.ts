import "#test/database.ts";
import { sql } from "drizzle-orm";
import { Logger, parseCrontab, runOnce } from "graphile-worker";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { env } from "#lib/env.ts";
import { makeMember } from "#test/factories.ts";
import { SCHEDULE } from "#worker/schedule.ts";
import { failureOf } from "./failure.ts";
import { forgetSuperseded, getQueueHealth, listGivenUp, retryGivenUp } from "./health.ts";
import { enqueue } from "./queue.ts";

const MAIL = { mailId: "5c0f7a52-2f0e-4a52-9a51-0d6f4c1f2b11" };
const ACCOUNT = { instagramAccountId: "5c0f7a52-2f0e-4a52-9a51-0d6f4c1f2b11" };

beforeEach(() => db.execute(sql`delete from graphile_worker._private_jobs`));

describe("a job that was given up", () => {
  test("is told by its kind, its time and the class and code of its error, and by nothing of what it was about", async () => {
    await enqueue(db, "send-mail", MAIL, { key: "mail", maxAttempts: 1 });
    expect(await listGivenUp()).toEqual([]);
    await work(queryError);
    const [job, ...others] = await listGivenUp();
    expect(others).toEqual([]);
    expect(job).toEqual({
      id: expect.stringMatching(/^\d+$/),
      name: "send-mail",
      attempts: 1,
      triedAt: expect.any(Date),
      error: "DrizzleQueryError 23505",
    });
    expect(Math.abs(Date.now() - Number(job?.triedAt))).toBeLessThan(60_000);
    expect((await getQueueHealth()).failedJobs).toBe(1);
    expect(JSON.stringify(await db.execute(sql`select * from graphile_worker.jobs`))).not.toContain("Lena");
  });

  test.each(["Failed query: insert into messages params: Lena", "Lena", "Lena Error", "", null])(
    "shows nothing of a message that is not ours: %j",
    async (message) => {
      await enqueue(db, "send-mail", MAIL, { key: "mail", maxAttempts: 1 });
      await work(queryError);
      await db.execute(sql`update graphile_worker._private_jobs set last_error = ${message}`);
      expect(await listGivenUp()).toMatchObject([{ name: "send-mail", error: null }]);
    },
  );

  test("is tried again at an admin's word, and at nobody else's; asked for twice it is tried once", async () => {
    await enqueue(db, "archive-message", { messageId: MAIL.mailId }, { maxAttempts: 1 });
    await work(queryError);
    const [job] = await listGivenUp();
    const asked = { jobId: job?.id ?? "" };
    await expect(retryGivenUp(await makeMember({ role: "agent" }), asked)).rejects.toMatchObject({ code: "forbidden" });
    expect(await listGivenUp()).toEqual([job]);

    const admin = await makeMember();
    expect(await retryGivenUp(admin, asked)).toBe(true);
    expect(await retryGivenUp(admin, asked)).toBe(false);
    expect(await retryGivenUp(admin, { jobId: "999999999999" })).toBe(false);
    expect(await listGivenUp()).toEqual([]);
    expect(await work()).toEqual([{ messageId: MAIL.mailId }]);
    expect(await jobs()).toBe(0);
    expect(await retryGivenUp(admin, asked)).toBe(false);
  });

  test("that waits for its next attempt is none", async () => {
    await enqueue(db, "send-mail", MAIL, { key: "mail", maxAttempts: 2 });
    await work(queryError);
    const [job] = await db.execute<{ id: string }>(sql`select id::text from graphile_worker.jobs`);
    expect(await listGivenUp()).toEqual([]);
    expect(await retryGivenUp(await makeMember(), { jobId: job?.id ?? "" })).toBe(false);
  });
});

describe("a job that was asked for again after it was given up", () => {
  test("is no loss: its successor stands for itself", async () => {
    const ask = () => enqueue(db, "reconcile-account", ACCOUNT, { key: "lena", maxAttempts: 1 });
    await ask();
    await work(queryError);
    const [first] = await listGivenUp();
    await ask();
    expect(await listGivenUp()).toEqual([]);
    expect((await getQueueHealth()).failedJobs).toBe(0);
    expect(await retryGivenUp(await makeMember(), { jobId: first?.id ?? "" })).toBe(false);

    await work(queryError);
    const [second, ...others] = await listGivenUp();
    expect(others).toEqual([]);
    expect(second?.id).not.toBe(first?.id);
    await forgetSuperseded();
    expect(await jobs()).toBe(1);
    expect(await listGivenUp()).toEqual([second]);
  });

  test("is any that runs at regular times: each has a key, and keeps its place while it waits", async () => {
    const items = parseCrontab(SCHEDULE);
    expect(items.length).toBeGreaterThan(5);
    for (const { task, options } of items) {
      expect(options).toMatchObject({ jobKey: task, jobKeyMode: "preserve_run_at" });
      await enqueue(db, task as "sweep-inbox", {}, { key: task, maxAttempts: 1 });
    }
    await work(queryError);
    expect(await listGivenUp()).toHaveLength(items.length);
    for (const { task } of items) await enqueue(db, task as "sweep-inbox", {}, { key: task, maxAttempts: 1 });
    expect(await listGivenUp()).toEqual([]);
    await work();
    expect(await listGivenUp()).toEqual([]);
    await forgetSuperseded();
    expect(await jobs()).toBe(0);
  });
});

test.each([
  [new TypeError("Lena"), "TypeError"],
  [Object.assign(new Error("Lena"), { code: "ECONNRESET" }), "Error ECONNRESET"],
  [Object.assign(new Error("Lena"), { name: "InstagramError", code: 613 }), "InstagramError 613"],
  [Object.assign(new Error("Lena"), { name: "Lena wrote", code: "Lena wrote" }), "Error"],
  ["Lena", "Error"],
  [queryError(), "DrizzleQueryError 23505"],
])("of an error the queue keeps class and code: %s", (error, kept) => {
  expect(failureOf(error).message).toBe(kept);
});

function queryError(): Error {
  const cause = Object.assign(new Error("duplicate: Lena"), { code: "23505" });
  return Object.assign(new Error("Failed query: insert … params: Lena", { cause }), { name: "DrizzleQueryError" });
}

/** Runs what is due, as a worker does; each ends as told. The payloads it met. */
async function work(fail?: () => Error): Promise<unknown[]> {
  const met: unknown[] = [];
  const names = await db.execute<{ name: string }>(
    sql`select distinct task_identifier as name from graphile_worker.jobs`,
  );
  const task = async (payload: unknown) => {
    met.push(payload);
    if (fail) throw failureOf(fail());
  };
  await runOnce({
    connectionString: env().DATABASE_URL,
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
    taskList: Object.fromEntries(names.map(({ name }) => [name, task])),
    // In batches, for only these are waited for: a failure by itself may be written after the end.
    preset: { worker: { failJobBatchDelay: 0, completeJobBatchDelay: 0 } },
  });
  return met;
}

async function jobs(): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`select count(*)::int as count from graphile_worker.jobs`);
  return row?.count ?? 0;
}
