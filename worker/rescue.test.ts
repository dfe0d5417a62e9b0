import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connect } from "#db/connect.ts";
import { migrate } from "#db/migrate.ts";
import { databaseUrl } from "#test/database.ts";
import { type Rescue, startRescue } from "./rescue.ts";

const client = connect(databaseUrl, { max: 1 });
let rescue: Rescue | undefined;
beforeAll(migrate);
afterEach(() => rescue?.stop());
afterAll(() => client.end());

test("a job that a pool took without hearing of it is freed, with its lane; one in hand or just taken is not", async () => {
  const unheard = await taken("unheard", "a minute");
  const inHand = await taken("in hand", "a minute");
  const young = await taken("young", "a second");
  rescue = await startRescue({ everyMs: 50 });
  rescue.watch("pool-a", new Set([inHand]));
  await expect.poll(free).toEqual({ jobs: [unheard], lanes: ["unheard"] });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await free()).toEqual({ jobs: [unheard], lanes: ["unheard"] });
  expect(young).not.toBe(unheard);
});

test("jobs of a dead worker are freed, those of one that lives elsewhere are not", async () => {
  await client`delete from graphile_worker._private_jobs`;
  const ofDead = await taken("dead", "a minute", "pool-dead");
  await taken("alive", "a minute", "pool-elsewhere");
  const elsewhere = await startRescue({ everyMs: 60_000 });
  elsewhere.watch("pool-elsewhere", new Set());
  await expect.poll(async () => (await client`select from pg_locks where locktype = 'advisory'`).length).toBe(1);
  rescue = await startRescue({ everyMs: 50 });
  await expect.poll(async () => (await free()).jobs).toEqual([ofDead]);
  await elsewhere.stop();
});

test("what a pool held is free even where the process ends right after it", async () => {
  const held = await taken("ending", "a second", "pool-ending");
  const ending = await startRescue({ everyMs: 60_000 });
  ending.watch("pool-ending", new Set([held]));
  ending.release("pool-ending");
  await ending.stop();
  expect((await free()).jobs).toContain(held);
});

/** A job of a lane of its own that this pool has held for so long. */
async function taken(lane: string, since: "a minute" | "a second", poolId = "pool-a"): Promise<string> {
  const age = since === "a minute" ? 60 : 1;
  const [job] = await client<{ id: string }[]>`
    select id::text from graphile_worker.add_job('greet', '{}'::json, queue_name => ${lane})`;
  await client`
    update graphile_worker._private_jobs set locked_at = now() - make_interval(secs => ${age}), locked_by = ${poolId}
    where id = ${job?.id ?? ""}::bigint`;
  await client`
    update graphile_worker._private_job_queues
    set locked_at = now() - make_interval(secs => ${age}), locked_by = ${poolId} where queue_name = ${lane}`;
  return job?.id ?? "";
}

async function free(): Promise<{ jobs: string[]; lanes: string[] }> {
  const jobs = await client<{ id: string }[]>`
    select id::text from graphile_worker._private_jobs where locked_by is null order by id`;
  const lanes = await client<{ name: string }[]>`
    select queue_name as name from graphile_worker._private_job_queues where locked_by is null order by id`;
  return { jobs: jobs.map(({ id }) => id), lanes: lanes.map(({ name }) => name) };
}
