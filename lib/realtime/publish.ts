import { sql } from "drizzle-orm";
import { beforeCommit, type Database, db, onCommit, type Tx } from "#db/client.ts";
import { changes } from "#db/schema/index.ts";
import { log } from "#lib/log.ts";
import { CHANNEL, type Change } from "./events.ts";

const HINT_INTERVAL_MS = 20;

type Row = { workspaceId: string } & Change;
const toldIn = new WeakMap<Tx, Map<string, Row>>();

/**
 * Tells the workspace's browsers that something changed: rows in the same transaction, a hint once it has committed. What one
 * transaction tells several times is one row, and all of its rows are one statement.
 */
export async function publish(tx: Tx, workspaceId: string, changed: Change | Change[]): Promise<void> {
  const rows: Row[] = [changed].flat().map((change) => ({ workspaceId, ...change }));
  if (rows.length === 0) return;
  const told = toldIn.get(tx) ?? new Map<string, Row>();
  if (told.size === 0) {
    toldIn.set(tx, told);
    beforeCommit(tx, async () => void (await tx.insert(changes).values([...told.values()])));
    onCommit(tx, () => {
      for (const id of new Set([...told.values()].map((row) => row.workspaceId))) hint(id);
    });
  }
  for (const row of rows) told.set(JSON.stringify(row), row);
}

/**
 * Tells browsers that an account can be called again, or cannot any more. Without a hint, since whoever finds that out may be in a
 * transaction without callbacks, or in none.
 */
export async function publishAccounts(tx: Tx | Database, workspaceId: string): Promise<void> {
  await tx.insert(changes).values({ workspaceId, topic: "accounts" });
}

const hinted = new Set<string>();
let timer: NodeJS.Timeout | undefined;
let lastHintAt = 0;

/**
 * NOTIFY inside a transaction would serialise all commits, so it is sent afterwards and at most fifty times a second.
 * A hint that is lost costs nothing but time: streams also look by themselves every two seconds.
 */
function hint(workspaceId: string): void {
  hinted.add(workspaceId);
  const waitMs = Math.max(0, lastHintAt + HINT_INTERVAL_MS - Date.now());
  if (!timer) timer = setTimeout(sendHints, waitMs);
}

async function sendHints(): Promise<void> {
  const workspaceIds = [...hinted];
  hinted.clear();
  timer = undefined;
  lastHintAt = Date.now();
  try {
    await db.execute(
      sql`select pg_notify(${CHANNEL}, id) from json_array_elements_text(${JSON.stringify(workspaceIds)}::json) as id`,
    );
  } catch (error) {
    log.warn({ error }, "hint not sent");
  }
}
