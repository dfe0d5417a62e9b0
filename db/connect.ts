import postgres from "postgres";

/**
 * The one way to the driver. It is kept from asking every new connection for the server's array types: it drops the promise of
 * that question, so a connection that broke just then would end the process (porsager/postgres#1192). Lists therefore travel as
 * JSON, both ways; columns that hold lists are Drizzle's to read and write.
 */
export function connect(url: string, options: Omit<postgres.Options<never>, "fetch_types"> = {}): postgres.Sql {
  return postgres(url, { onnotice: () => undefined, ...options, fetch_types: false } as postgres.Options<never>);
}
