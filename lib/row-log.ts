import { log } from "./log.ts";

const WRITE_EVERY_MS = 1_000;
const ROWS_PER_WRITE = 500;
/** What the database cannot take in time is dropped, and counted: a log must never hold up what it speaks of. */
const MAX_WAITING = 5_000;

export type RowLog<Row> = {
  add(row: Row): void;
  /** Resolves once what waits is written. */
  flush(): Promise<void>;
  /** The same, and nothing is written afterwards. */
  end(): Promise<void>;
};

/** Rows that are written once a second, many at a time. What cannot be written is told as `{ dropped }` with the sentence `lost`. */
export function createRowLog<Row>(write: (rows: Row[]) => Promise<unknown>, lost: string): RowLog<Row> {
  const waiting: Row[] = [];
  let dropped = 0;
  let writing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const rows = waiting.splice(0, ROWS_PER_WRITE);
      await write(rows).catch((error: unknown) => log.warn({ error, dropped: rows.length }, lost));
    }
    if (dropped > 0) log.warn({ dropped }, lost);
    dropped = 0;
  }
  function flush(): Promise<void> {
    writing ??= writeAll().finally(() => {
      writing = undefined;
    });
    return writing;
  }

  const timer = setInterval(flush, WRITE_EVERY_MS).unref();
  return {
    add(row) {
      if (waiting.length >= MAX_WAITING) dropped++;
      else waiting.push(row);
    },
    flush,
    async end() {
      clearInterval(timer);
      await flush();
      await flush();
    },
  };
}
