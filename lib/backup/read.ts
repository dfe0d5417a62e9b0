import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type postgres from "postgres";
import { z } from "zod";
import { connect } from "#db/connect.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { deleteFile } from "#lib/files/storage.ts";
import { ByteReader } from "./byte-reader.ts";
import { fileSchema, restoreFile } from "./files.ts";
import { countMigrations, END, FORMAT, FORMAT_WITHOUT_FILES, PATIENT } from "./tables.ts";

const headerSchema = z.object({
  antwort: z.union([z.literal(FORMAT), z.literal(FORMAT_WITHOUT_FILES)]),
  migrations: z.number().int(),
  at: z.iso.datetime(),
});
const tableSchema = z.object({ name: z.string(), columns: z.array(z.string()).min(1) });
const sectionSchema = z.union([tableSchema, fileSchema]);

export type Restored = { tables: number; files: number; madeAt: string };

/**
 * Fills an empty installation from a backup, all or nothing, its files into whatever storage is configured. Nobody is signed in
 * afterwards, and nothing that was on its way when the backup was made goes out by itself: it may have been sent since, so a
 * person decides.
 */
export async function readBackup(file: string): Promise<Restored> {
  const sql = connect(env().DATABASE_URL, PATIENT);
  const source = createReadStream(file);
  const plain = source.pipe(createGunzip());
  source.on("error", (error) => plain.destroy(error));
  const reader = new ByteReader(plain);
  const restored = { tables: 0, files: 0, newKeys: [] as string[] };
  try {
    const header = await readHeader(reader);
    return await sql.begin(async (tx) => {
      await refuseUnlessFits(tx, header.migrations);
      await copyIn(tx, reader, restored);
      await settle(tx);
      return { tables: restored.tables, files: restored.files, madeAt: header.at };
    });
  } catch (error) {
    for (const key of restored.newKeys) await deleteFile(key);
    throw isDamage(error) ? damaged() : error;
  } finally {
    source.destroy();
    plain.destroy();
    await sql.end({ timeout: 2 });
  }
}

async function readHeader(reader: ByteReader) {
  const header = headerSchema.safeParse(parse(await reader.line()));
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

type Progress = { tables: number; files: number; newKeys: string[] };

/** `restored` tells at every moment what was put into the storage, so that it can be taken away again. */
async function copyIn(tx: postgres.TransactionSql, reader: ByteReader, restored: Progress): Promise<void> {
  for (let line = await reader.line(); line?.toString() !== `${END}\n`; line = await reader.line()) {
    const section = sectionSchema.safeParse(parse(line));
    if (!section.success) throw damaged();
    if ("file" in section.data) {
      if (await restoreFile(section.data, reader)) restored.newKeys.push(section.data.file);
      restored.files++;
    } else {
      await copyTable(tx, section.data, reader);
      restored.tables++;
    }
  }
  if (!(await reader.isAtEnd())) throw damaged();
}

async function copyTable(
  tx: postgres.TransactionSql,
  { name, columns }: z.output<typeof tableSchema>,
  reader: ByteReader,
) {
  await tx`delete from ${tx(name)}`;
  const rows = await tx`copy ${tx(name)} (${tx(columns)}) from stdin`.writable();
  await pipeline(rowsOf(reader), rows);
}

async function* rowsOf(reader: ByteReader): AsyncGenerator<Buffer> {
  for (let row = await reader.line(); row?.toString() !== "\\.\n"; row = await reader.line()) {
    if (!row) throw damaged();
    yield row;
  }
}

function damaged(): AppError {
  return new AppError("invalid_input", "The backup is damaged or ends too early. Nothing was restored.");
}

/** What the decompressor says of bytes that are missing or were altered. */
function isDamage(error: unknown): boolean {
  return error instanceof Error && /^Z_(?:DATA|BUF)_ERROR$/.test((error as NodeJS.ErrnoException).code ?? "");
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

function parse(line: Buffer | null): unknown {
  try {
    return JSON.parse(line?.toString() ?? "null");
  } catch {
    return null;
  }
}
