import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { env } from "#lib/env.ts";
import { connect } from "./connect.ts";
import { withDeadlines } from "./deadlines.ts";
import "./quiet-errors.ts";
import * as schema from "./schema/index.ts";

export type Database = PostgresJsDatabase<typeof schema>;
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** Within the deadlines of their queries, whatever else the machine does while it connects. */
const WEB = { max: 10, connectSeconds: 5, queryMs: 6_000, transactionMs: 12_000, statementMs: 5_000, lockMs: 2_000 };
const WEBHOOKS = { max: 3, connectSeconds: 2, queryMs: 1_800, transactionMs: 1_800, statementMs: 1_500, lockMs: 1_000 };

type Pool = { db: Database; client: postgres.Sql };
const pools = new Map<string, Pool>();

/** Everything but webhook intake. Lazy: a build imports this with no database at hand. */
export const db: Database = lazy("web", WEB);

/** Webhook intake alone: whatever else exhausts the other pool, events are still taken in. */
export const webhookDb: Database = lazy("webhooks", WEBHOOKS);

type Hooks = { before: (() => Promise<void>)[]; after: (() => void)[] };
const hooksOf = new WeakMap<object, Hooks>();

/** A transaction with callbacks: `beforeCommit` as its last statements, `onCommit` once its commit is certain. */
export async function transaction<T>(run: (tx: Tx) => Promise<T>, database: Database = db): Promise<T> {
  const hooks: Hooks = { before: [], after: [] };
  const result = await database.transaction(async (tx) => {
    hooksOf.set(tx, hooks);
    const value = await run(tx);
    for (const callback of hooks.before) await callback();
    return value;
  });
  for (const callback of hooks.after) callback();
  return result;
}

/** Runs `callback` within a transaction begun with `transaction`, after everything else in it. */
export function beforeCommit(tx: Tx, callback: () => Promise<void>): void {
  requireHooks(tx).before.push(callback);
}

/** Runs `callback` after the commit of a transaction begun with `transaction`. */
export function onCommit(tx: Tx, callback: () => void): void {
  requireHooks(tx).after.push(callback);
}

function requireHooks(tx: Tx): Hooks {
  const hooks = hooksOf.get(tx);
  if (!hooks) throw new Error("Callbacks need a transaction begun with transaction().");
  return hooks;
}

/** Ends all connections, waiting up to two seconds for what is under way. */
export async function closeDatabase(): Promise<void> {
  const open = [...pools.values()];
  pools.clear();
  await Promise.all(open.map(({ client }) => client.end({ timeout: 2 })));
}

function lazy(name: string, limits: typeof WEB): Database {
  return new Proxy({} as Database, {
    get(_, property) {
      const { db: database } = pool(name, limits);
      const value = Reflect.get(database, property);
      return typeof value === "function" ? value.bind(database) : value;
    },
  });
}

function pool(name: string, limits: typeof WEB): Pool {
  const existing = pools.get(name);
  if (existing) return existing;
  const client = connect(env().DATABASE_URL, {
    max: limits.max,
    connect_timeout: limits.connectSeconds,
    idle_timeout: 300,
    connection: {
      application_name: `antwort ${name}`,
      statement_timeout: limits.statementMs,
      lock_timeout: limits.lockMs,
      idle_in_transaction_session_timeout: 10_000,
    },
  });
  const created = { client, db: drizzle(withDeadlines(client, limits), { schema, casing: "snake_case" }) };
  pools.set(name, created);
  return created;
}
