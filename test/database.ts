/**
 * Gives a test file a real, migrated, empty database of its own. First line of the file, before anything that reads the
 * settings:
 *
 *     import "#test/database.ts";
 *     import { db } from "#db/client.ts";
 *
 * From then on `env().DATABASE_URL`, and so `db`, is that database. It is closed and dropped after the file's last test.
 * What else must be stopped first (a worker, a listener) is stopped in the file's own `afterAll`, which runs earlier.
 */
import { randomUUID } from "node:crypto";
import { afterAll, inject } from "vitest";
import { cloneTemplate, dropClone } from "./template.ts";

const serverUrl = inject("serverUrl");
const name = `test_${randomUUID().replaceAll("-", "")}`;

export const databaseUrl = await cloneTemplate(serverUrl, name);
process.env.DATABASE_URL = databaseUrl;

afterAll(async () => {
  const { closeDatabase } = await import("#db/client.ts");
  await closeDatabase();
  await dropClone(serverUrl, name);
});
