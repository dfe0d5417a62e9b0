import postgres from "postgres";

/**
 * The one way to the driver. It is kept from asking every new connection for the server's array types: it drops the promise of
 * that question, so a connection that broke just then would end the process (porsager/postgres#1192). Lists therefore travel as
 * JSON, both ways; columns that hold lists are Drizzle's to read and write. The driver itself is mended by `patches`: a connection
 * that broke in the middle of a statement ended the process, or stood in the pool for ever and answered nothing
 * (porsager/postgres#1208); now it forgets what it had begun.
 */
export function connect(url: string, options: Omit<postgres.Options<never>, "fetch_types"> = {}): postgres.Sql {
  return postgres(url, {
    onnotice: () => undefined,
    ...options,
    fetch_types: false,
    backoff: pauseS,
  } as postgres.Options<never>);
}

/** Seconds before a connection that broke is made anew. The driver's own pauses grow to twenty, and nobody is served meanwhile. */
function pauseS(retries: number): number {
  return Math.min(1, 0.02 * 2 ** retries) * (0.5 + Math.random() / 2);
}
