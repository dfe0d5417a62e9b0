import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "#lib/env.ts";
import { withDeadlines } from "./deadlines.ts";
import * as schema from "./schema/index.ts";

export type Database = PostgresJsDatabase<typeof schema>;
export type Tx = Parameters<Parameters<Database["transaction"]>[0]>[0];

const WEB = { max: 10, queryMs: 6_000, transactionMs: 12_000, statementMs: 5_000, lockMs: 2_000 };
const WEBHOOKS = { max: 3, queryMs: 1_800, transactionMs: 1_800, statementMs: 1_500, lockMs: 1_000 };

type Pool = { db: Database; client: postgres.Sql };
const pools = new Map<string, Pool>();

/** Everything but webhook intake. Lazy: a build imports this with no database at hand. */
export const db: Database = lazy("web", WEB);

/** Webhook intake alone: whatever else exhausts the other pool, events are still taken in. */
export const webhookDb: Database = lazy("webhooks", WEBHOOKS);

const afterCommit = new WeakMap<object, (() => void)[]>();

/** A transaction whose `onCommit` callbacks run once its commit is certain. */
export async function transaction<T>(run: (tx: Tx) => Promise<T>, database: Database = db): Promise<T> {
  const callbacks: (() => void)[] = [];
  const result = await database.transaction(async (tx) => {
    afterCommit.set(tx, callbacks);
    return run(tx);
  });
  for (const callback of callbacks) callback();
  return result;
}

/** Runs `callback` after the commit of a transaction begun with `transaction`. */
export function onCommit(tx: Tx, callback: () => void): void {
  const callbacks = afterCommit.get(tx);
  if (!callbacks) throw new Error("onCommit needs a transaction begun with transaction().");
  callbacks.push(callback);
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
  const client = postgres(env().DATABASE_URL, {
    max: limits.max,
    connect_timeout: 2,
    idle_timeout: 300,
    onnotice: () => undefined,
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
