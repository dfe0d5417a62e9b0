import { sql } from "drizzle-orm";
import { db, onCommit, type Tx } from "#db/client.ts";
import { changes } from "#db/schema/index.ts";
import { log } from "#lib/log.ts";
import { CHANNEL, type Change } from "./events.ts";

const HINT_INTERVAL_MS = 20;

/** Tells the workspace's browsers that something changed: a row in the same transaction, a hint once it has committed. */
export async function publish(tx: Tx, workspaceId: string, changed: Change | Change[]): Promise<void> {
  const rows = [changed].flat().map((change) => ({ workspaceId, ...change }));
  if (rows.length === 0) return;
  await tx.insert(changes).values(rows);
  onCommit(tx, () => hint(workspaceId));
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
