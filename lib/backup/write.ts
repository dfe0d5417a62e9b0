import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type postgres from "postgres";
import { connect } from "#db/connect.ts";
import { env } from "#lib/env.ts";
import { countMigrations, END, FORMAT, type Header, listTables, PATIENT } from "./tables.ts";

/**
 * Writes a whole installation, as it stands at one moment, into one compressed file that only its owner may read. Secrets stay
 * apart: tokens are inside, but sealed with ENCRYPTION_KEYS, which are not. Returns how many rows of text it holds.
 */
export async function writeBackup(file: string): Promise<{ tables: number; lines: number }> {
  const sql = connect(env().DATABASE_URL, PATIENT);
  const draft = `${file}.part`;
  const gzip = createGzip();
  const target = createWriteStream(draft, { mode: 0o600, flags: "wx" });
  gzip.pipe(target);
  const written = Promise.all([finished(target), once(target, "ready")]);
  try {
    const counts = await sql.begin("isolation level repeatable read read only", (tx) => copyOut(tx, gzip));
    gzip.end();
    await written;
    await rename(draft, file);
    return counts as { tables: number; lines: number };
  } catch (error) {
    gzip.destroy();
    written.catch(() => undefined);
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") await rm(draft, { force: true });
    throw error;
  } finally {
    await sql.end({ timeout: 2 });
  }
}

async function copyOut(tx: postgres.TransactionSql, out: NodeJS.WritableStream) {
  const header: Header = { antwort: FORMAT, migrations: await countMigrations(tx), at: new Date().toISOString() };
  out.write(`${JSON.stringify(header)}\n`);
  const tables = await listTables(tx);
  let lines = 0;
  for (const table of tables) {
    out.write(`${JSON.stringify(table)}\n`);
    const rows = await tx`copy ${tx(table.name)} (${tx(table.columns)}) to stdout`.readable();
    for await (const chunk of rows) {
      lines += (chunk as Buffer).filter((byte) => byte === 10).length;
      if (!out.write(chunk)) await once(out, "drain");
    }
    out.write("\\.\n");
  }
  out.write(`${END}\n`);
  return { tables: tables.length, lines };
}
