import type postgres from "postgres";

/** What a restored installation must not bring back, such as who was signed in, and what triggers fill again. */
const LEFT_OUT = [
  "sessions",
  "sign_in_attempts",
  "oauth_states",
  "changes",
  "idempotency_keys",
  "presences",
  "mails",
  "password_resets",
  "search_entries",
];

export type Table = { name: string; columns: string[] };

export const FORMAT = 2;
/** As it was before files were part of it. */
export const FORMAT_WITHOUT_FILES = 1;

/** The last line: a file without it was cut off. */
export const END = "the end";

export type Header = { antwort: number; migrations: number; at: string };

/** Every table of ours with its stored columns, those that others refer to first. */
export async function listTables(sql: postgres.Sql | postgres.TransactionSql): Promise<Table[]> {
  const columns = await sql<{ table: string; column: string }[]>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = 'public' and is_generated = 'NEVER'
      and table_name not in (select jsonb_array_elements_text(${sql.json(LEFT_OUT)}))
    order by table_name, ordinal_position`;
  const references = await sql<{ from: string; to: string }[]>`
    select distinct conrelid::regclass::text as "from", confrelid::regclass::text as "to"
    from pg_constraint where contype = 'f' and conrelid <> confrelid`;

  const waiting = new Map<string, string[]>();
  for (const { table, column } of columns) waiting.set(table, [...(waiting.get(table) ?? []), column]);
  const ordered: Table[] = [];
  while (waiting.size > 0) {
    const free = [...waiting.keys()].filter(
      (name) => !references.some(({ from, to }) => from === name && waiting.has(to)),
    );
    if (free.length === 0) throw new Error("The tables refer to each other in a circle.");
    for (const name of free) {
      ordered.push({ name, columns: waiting.get(name) ?? [] });
      waiting.delete(name);
    }
  }
  return ordered;
}

export async function countMigrations(sql: postgres.Sql | postgres.TransactionSql): Promise<number> {
  const [row] = await sql`select count(*)::int as count from drizzle.__drizzle_migrations`;
  return Number(row?.count);
}

/** A connection of its own, without the deadlines of the screens: a large table takes its time. */
export const PATIENT = { max: 1, connect_timeout: 5 } as const;
