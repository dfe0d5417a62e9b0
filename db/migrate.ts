import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { runMigrations as migrateJobs } from "graphile-worker";
import { env } from "#lib/env.ts";
import { connect } from "./connect.ts";

const MIGRATION_LOCK = 7_465_920_001;

/** Brings the database to this version. Two instances may start at once: the second waits and finds nothing to do. */
export async function migrate(): Promise<void> {
  const client = connect(env().DATABASE_URL, { max: 1, connect_timeout: 10 });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await client`set lock_timeout = '5s'`;
    await applyMigrations(drizzle(client, { casing: "snake_case" }), {
      migrationsFolder: join(import.meta.dirname, "migrations"),
    });
    await migrateJobs({ connectionString: env().DATABASE_URL });
  } finally {
    await client.end({ timeout: 2 });
  }
}
