import { once } from "node:events";
import { createReadStream } from "node:fs";
import { finished } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type postgres from "postgres";
import { z } from "zod";
import { connect } from "#db/connect.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { countMigrations, END, FORMAT, PATIENT } from "./tables.ts";

const headerSchema = z.object({ antwort: z.literal(FORMAT), migrations: z.number().int(), at: z.iso.datetime() });
const tableSchema = z.object({ name: z.string(), columns: z.array(z.string()).min(1) });

/**
 * Fills an empty installation from a backup, all or nothing. Nobody is signed in afterwards, and nothing that was on its way
 * when the backup was made goes out by itself: it may have been sent since, so a person decides.
 */
export async function readBackup(file: string): Promise<{ tables: number; madeAt: string }> {
  const sql = connect(env().DATABASE_URL, PATIENT);
  const source = createReadStream(file);
  const plain = source.pipe(createGunzip());
  source.on("error", (error) => plain.destroy(error));
  const lines = splitLines(plain);
  try {
    const header = await readHeader(lines);
    return await sql.begin(async (tx) => {
      await refuseUnlessFits(tx, header.migrations);
      const tables = await copyIn(tx, lines);
      await settle(tx);
      return { tables, madeAt: header.at };
    });
  } finally {
    source.destroy();
    await sql.end({ timeout: 2 });
  }
}

type Lines = AsyncIterator<string, undefined>;

async function readHeader(lines: Lines) {
  const header = headerSchema.safeParse(parse((await lines.next()).value ?? ""));
  if (header.success) return header.data;
  throw new AppError("invalid_input", "This file is not a backup of Antwort, or of a version this one cannot read.");
}

async function refuseUnlessFits(tx: postgres.TransactionSql, migrations: number): Promise<void> {
  const own = await countMigrations(tx);
  if (own !== migrations) {
    throw new AppError(
      "conflict",
      `The backup is of another version (its schema has ${migrations} steps, this one ${own}). Restore it with the version that made it, then upgrade.`,
    );
  }
  const [row] = await tx`select exists (select 1 from members) as "isInUse"`;
  if (row?.isInUse) {
    throw new AppError("conflict", "This installation is in use. Restore into an empty DATA_DIR or DATABASE_URL.");
  }
}

async function copyIn(tx: postgres.TransactionSql, lines: Lines): Promise<number> {
  let tables = 0;
  for (let next = await lines.next(); next.value !== END; next = await lines.next()) {
    if (next.done) throw cutOff();
    const { name, columns } = tableSchema.parse(parse(next.value));
    await tx`delete from ${tx(name)}`;
    const rows = await tx`copy ${tx(name)} (${tx(columns)}) from stdin`.writable();
    for (let row = await lines.next(); row.value !== "\\."; row = await lines.next()) {
      if (row.done) throw cutOff();
      if (!rows.write(`${row.value}\n`)) await once(rows, "drain");
    }
    rows.end();
    await finished(rows);
    tables++;
  }
  return tables;
}

function cutOff(): AppError {
  return new AppError("invalid_input", "The backup ends too early. Nothing was restored.");
}

/** Counters go on where the backup left off; what was under way is held; jobs of the old life are made anew by the sweeps. */
async function settle(tx: postgres.TransactionSql): Promise<void> {
  const counters = await tx<{ table: string; column: string }[]>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = 'public' and is_identity = 'YES'`;
  for (const { table, column } of counters) {
    await tx`
      select setval(pg_get_serial_sequence(${table}, ${column}), coalesce(max(${tx(column)}), 0) + 1, false) from ${tx(table)}`;
  }
  await tx`
    update messages set status = 'unconfirmed',
      failure = '{"reason": "restored", "code": null, "subcode": null, "traceId": null}'
    where status in ('queued', 'sending', 'unconfirmed')`;
  await tx`update event_deliveries set state = 'failed', settled_at = now() where state = 'pending'`;
  await tx`update webhook_endpoints set leased_by = null, leased_until = null, held_until = null`;
}

/** At line feeds alone: other separators, such as U+2028, are part of what people wrote. */
async function* splitLines(source: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  let rest = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      yield bytes.toString("utf8", start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
