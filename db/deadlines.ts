import { setImmediate as nextTurn } from "node:timers/promises";
import type postgres from "postgres";

/** Thrown when the database does not answer in time. Doors turn it into 503 and a sentence. */
export class DatabaseBusyError extends Error {
  constructor(what: string) {
    super(`The database did not answer in time (${what}).`);
    this.name = "DatabaseBusyError";
  }
}

type Deadlines = { queryMs: number; transactionMs: number };
type Client = postgres.Sql;
type Begin = (run: Scope) => Promise<unknown>;

/**
 * postgres.js waits for ever, for a free connection as for an answer. This client gives up: a query that has not started
 * is withdrawn, a transaction that starts too late refuses itself, so nothing takes effect after its caller was told no.
 */
export function withDeadlines(client: Client, { queryMs, transactionMs }: Deadlines): Client {
  const begin: Begin = async (run) => {
    let expired = false;
    let isOver = false;
    const guarded = guardScope(run, queryMs, () => isOver);
    const work = client.begin(async (tx) => {
      if (expired) throw new DatabaseBusyError("no free connection");
      const result = await guarded(tx);
      if (expired) throw new DatabaseBusyError("transaction too slow");
      return result;
    });
    // Before our own end that can only mean that the connection was closed.
    work.catch(() => {
      isOver = true;
    });
    return withTimer(work, transactionMs, "transaction", () => {
      expired = true;
    });
  };
  return new Proxy(guardQueries(client, queryMs) as Client, {
    get: (target, property) => (property === "begin" ? begin : Reflect.get(target, property)),
  });
}

type Scope = (tx: postgres.TransactionSql) => unknown;

/**
 * A transaction, or one within it. Where its connection is gone it has no end: by now the driver would say it on the connection of
 * somebody else.
 */
function guardScope(run: Scope, queryMs: number, isOver: () => boolean): Scope {
  const neverEnding = () => new Promise<never>(() => undefined);
  return async (tx) => {
    try {
      const result = await run(guardQueries(tx, queryMs, isOver) as postgres.TransactionSql);
      return isOver() ? neverEnding() : result;
    } catch (error) {
      await nextTurn();
      if (isOver()) return neverEnding();
      throw error;
    }
  };
}

function guardQueries(client: object, queryMs: number, isOver = () => false): object {
  return new Proxy(client, {
    get(target, property) {
      const value = Reflect.get(target, property);
      if (property === "savepoint") {
        return (run: Scope) => {
          if (isOver()) throw new DatabaseBusyError("connection closed");
          return value.call(target, guardScope(run, queryMs, isOver));
        };
      }
      if (property !== "unsafe") return value;
      return (text: string, values: unknown[] = []) => {
        if (isOver()) throw new DatabaseBusyError("connection closed");
        return guardQuery(value.call(target, text, values, { prepare: isRepeated(text, values) }), queryMs);
      };
    },
  });
}

/**
 * A statement the server knows already costs one round trip instead of two, and no parsing. Long ones with many values
 * hardly come twice in the same shape, and every shape is kept as long as the connection lives.
 */
function isRepeated(text: string, values: unknown[]): boolean {
  return values.length <= 40 && text.length <= 6_000;
}

type PendingQuery = Promise<unknown> & {
  values(): PendingQuery;
  canceller: ((query: PendingQuery) => Promise<void>) | null;
};

function guardQuery(query: PendingQuery, queryMs: number) {
  return {
    values: () => guardQuery(query.values(), queryMs),
    // biome-ignore lint/suspicious/noThenProperty: Drizzle awaits the query itself; the timer starts with the await.
    then: (done: (rows: unknown) => unknown, failed: (error: unknown) => unknown) =>
      withTimer(query, queryMs, "query", () => withdraw(query)).then(done, failed),
  };
}

/** The driver's own `cancel` drops the promise of the connection it cancels by: were that refused, the process would end. */
function withdraw(query: PendingQuery): void {
  query.canceller?.(query).catch(() => undefined);
  query.canceller = null;
}

async function withTimer<T>(work: Promise<T>, limitMs: number, what: string, onExpiry: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      onExpiry();
      reject(new DatabaseBusyError(what));
    }, limitMs);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
