import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import journal from "#db/migrations/meta/_journal.json" with { type: "json" };
import { isDraining } from "./lifecycle.ts";

type Check = "ok" | "failing";

/** Fit to serve: the database answers, its schema is at least this version's, and the process is not on its way out. */
export async function checkReadiness() {
  const { database, migrations } = await checkDatabase();
  const checks = { database, migrations, draining: isDraining() ? ("failing" as const) : ("ok" as const) };
  return { isReady: Object.values(checks).every((check) => check === "ok"), checks };
}

async function checkDatabase(): Promise<{ database: Check; migrations: Check }> {
  try {
    const [row] = await db.execute<{ applied: number }>(
      sql`select count(*)::int as applied from drizzle.__drizzle_migrations`,
    );
    return { database: "ok", migrations: (row?.applied ?? 0) >= journal.entries.length ? "ok" : "failing" };
  } catch {
    return { database: "failing", migrations: "failing" };
  }
}
