import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type postgres from "postgres";
import { connect } from "#db/connect.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { listKeptFiles, readFileSection } from "./files.ts";
import { countMigrations, END, FORMAT, type Header, listTables, PATIENT } from "./tables.ts";

/** `missing`: files whose rows are there and whose bytes are not. */
export type Written = { tables: number; lines: number; files: number; missing: number };

/**
 * Writes a whole installation, as it stands at one moment, into one compressed file that only its owner may read: every table,
 * then every file of the storage. Secrets stay apart: tokens are inside, but sealed with ENCRYPTION_KEYS, which are not. Under
 * its own name the file is always whole; `signal` stops the work and leaves nothing.
 */
export async function writeBackup(file: string, signal?: AbortSignal): Promise<Written> {
  const sql = connect(env().DATABASE_URL, PATIENT);
  const draft = `${file}.part`;
  const written: Written = { tables: 0, lines: 0, files: 0, missing: 0 };
  try {
    await refuseSecond(sql);
    // The driver reserves no connection that is not open yet; there is but this one.
    const session = await sql.reserve();
    await rm(draft, { force: true });
    try {
      const target = createWriteStream(draft, { mode: 0o600, flags: "wx", flush: true });
      await pipeline(sections(session, written), createGzip(), target, signal ? { signal } : {});
      await rename(draft, file);
    } finally {
      await rm(draft, { force: true });
    }
    return written;
  } finally {
    // What is under way then, if anything, was to be given up.
    await sql.end({ timeout: 0 });
  }
}

/** A draft that lies there without anybody writing it was left by a crash. */
async function refuseSecond(sql: postgres.Sql): Promise<void> {
  const [lock] = await sql`select pg_try_advisory_lock(hashtext('antwort backup')) as "isOurs"`;
  if (!lock?.isOurs) throw new AppError("conflict", "Another backup of this installation is being written just now.");
}

async function* sections(session: postgres.ReservedSql, written: Written): AsyncGenerator<string | Buffer> {
  await session`begin isolation level repeatable read read only`;
  const header: Header = { antwort: FORMAT, migrations: await countMigrations(session), at: new Date().toISOString() };
  yield `${JSON.stringify(header)}\n`;
  for (const table of await listTables(session)) {
    yield `${JSON.stringify(table)}\n`;
    const rows = await session`copy ${session(table.name)} (${session(table.columns)}) to stdout`.readable();
    for await (const chunk of rows as AsyncIterable<Buffer>) {
      written.lines += countLines(chunk);
      yield chunk;
    }
    yield "\\.\n";
    written.tables++;
  }
  const kept = await listKeptFiles(session);
  await session`commit`;
  for (const file of kept) {
    const section = await readFileSection(file);
    if (section) yield section;
    if (section) written.files++;
    else if (!file.mayMiss) written.missing++;
  }
  yield `${END}\n`;
}

function countLines(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++;
  return count;
}
