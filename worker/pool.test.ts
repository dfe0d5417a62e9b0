import "#test/database.ts";
import { sql } from "drizzle-orm";
import { type Runner, run, type WorkerPool } from "graphile-worker";
import { afterEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { env } from "#lib/env.ts";
import { keepPool, type Pool } from "./pool.ts";

let kept: Pool | undefined;
afterEach(() => kept?.stop());

test("a pool that gives itself up is replaced, and its successor takes jobs", async () => {
  await migrate();
  const pools: WorkerPool[] = [];
  const done: string[] = [];
  const rescue = { watch: () => undefined, release: () => undefined, stop: async () => undefined };
  kept = await keepPool((events) => {
    events.on("pool:create", ({ workerPool }) => pools.push(workerPool));
    return run({
      connectionString: env().DATABASE_URL,
      pollInterval: 100,
      noHandleSignals: true,
      events,
      taskList: { greet: async (payload) => void done.push(String(payload)) },
    }) as Promise<Runner>;
  }, rescue);
  const greet = (name: string) => db.execute(sql`select graphile_worker.add_job('greet', to_json(${name}::text))`);

  await greet("first");
  await expect.poll(() => done).toEqual(["first"]);
  await pools[0]?.gracefulShutdown("It cannot write down how a job ended.");
  await expect.poll(() => pools.length).toBe(2);
  await greet("second");
  await expect.poll(() => done, { timeout: 5_000 }).toEqual(["first", "second"]);
});
