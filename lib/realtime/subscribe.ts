import { sql } from "drizzle-orm";
import type postgres from "postgres";
import { db } from "#db/client.ts";
import { connect } from "#db/connect.ts";
import { env } from "#lib/env.ts";
import { log } from "#lib/log.ts";
import { CHANNEL } from "./events.ts";

type Listener = () => void;
type Source = { client: postgres.Sql; timer: NodeJS.Timeout };

const LOOK_EVERY_MS = 2_000;
/** Longer than any transaction may last, so that a row which became visible late is still recent. */
const RECENT_SECONDS = 15;

const listeners = new Map<string, Set<Listener>>();
let source: Source | undefined;

/**
 * Calls `onHint` when the workspace may have news: at a notification, and within two seconds even when that was lost, as
 * when the one LISTEN connection of this process was cut. Returns the unsubscribe.
 */
export function subscribe(workspaceId: string, onHint: Listener): () => void {
  source ??= open();
  const ofWorkspace = listeners.get(workspaceId) ?? new Set();
  listeners.set(workspaceId, ofWorkspace.add(onHint));
  return () => {
    ofWorkspace.delete(onHint);
    if (ofWorkspace.size === 0) listeners.delete(workspaceId);
  };
}

/** Ends the LISTEN connection, for shutting down and for tests. */
export async function closeSubscriptions(): Promise<void> {
  const closing = source;
  source = undefined;
  clearInterval(closing?.timer);
  await closing?.client.end({ timeout: 1 });
}

function open(): Source {
  const client = connect(env().DATABASE_URL, {
    max: 1,
    connect_timeout: 2,
    connection: { application_name: "antwort listen" },
  });
  void listen(client);
  return { client, timer: setInterval(lookForChanges, LOOK_EVERY_MS).unref() };
}

/** The driver listens again by itself after a cut; only the first try is ours to repeat. */
async function listen(client: postgres.Sql): Promise<void> {
  try {
    await client.listen(CHANNEL, (workspaceId) => tell(listeners.get(workspaceId)), tellEverybody);
  } catch (error) {
    log.warn({ error }, "not listening yet");
    setTimeout(() => source?.client === client && listen(client), LOOK_EVERY_MS).unref();
  }
}

async function lookForChanges(): Promise<void> {
  if (listeners.size === 0) return;
  try {
    const rows = await db.execute<{ workspaceId: string }>(sql`
      select distinct workspace_id as "workspaceId" from changes
      where at > now() - make_interval(secs => ${RECENT_SECONDS})`);
    for (const { workspaceId } of rows) tell(listeners.get(workspaceId));
  } catch (error) {
    log.warn({ error }, "could not look for changes");
  }
}

function tell(some: Set<Listener> | undefined): void {
  for (const listener of some ?? []) listener();
}

function tellEverybody(): void {
  for (const some of listeners.values()) tell(some);
}
