import type postgres from "postgres";
import { connect } from "#db/connect.ts";

const TEMPLATE = "template_antwort";

/** The migrated database that every test file's own is cloned from. `serverUrl` leads to any database of the server. */
export async function createTemplate(serverUrl: string) {
  await withSql(serverUrl, (sql) => sql`create database ${sql(TEMPLATE)}`);
  process.env.DATABASE_URL = databaseUrl(serverUrl, TEMPLATE);
  const { migrate } = await import("#db/migrate.ts");
  await migrate();
}

/** A fresh copy of the template, with its address. */
export async function cloneTemplate(serverUrl: string, name: string) {
  await withSql(serverUrl, (sql) => sql`create database ${sql(name)} template ${sql(TEMPLATE)} strategy file_copy`);
  return databaseUrl(serverUrl, name);
}

export function dropClone(serverUrl: string, name: string) {
  return withSql(serverUrl, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
}

async function withSql(url: string, run: (sql: postgres.Sql) => Promise<unknown>) {
  const sql = connect(url, { max: 1 });
  try {
    await run(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function databaseUrl(serverUrl: string, name: string) {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
