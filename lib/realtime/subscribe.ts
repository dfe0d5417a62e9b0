import postgres from "postgres";
import { env } from "#lib/env.ts";
import { log } from "#lib/log.ts";
import { CHANNEL } from "./events.ts";

type Listener = () => void;

const listeners = new Map<string, Set<Listener>>();
let listening: { client: postgres.Sql; ready: Promise<unknown> } | undefined;

/**
 * Calls `onHint` when the workspace may have news, at the latest when the one LISTEN of this process was cut and is back:
 * hints sent meanwhile are lost. Returns the unsubscribe.
 */
export function subscribe(workspaceId: string, onHint: Listener): () => void {
  listening ??= listen();
  const ofWorkspace = listeners.get(workspaceId) ?? new Set();
  listeners.set(workspaceId, ofWorkspace.add(onHint));
  return () => {
    ofWorkspace.delete(onHint);
    if (ofWorkspace.size === 0) listeners.delete(workspaceId);
  };
}

/** Ends the LISTEN connection, for shutting down and for tests. */
export async function closeSubscriptions(): Promise<void> {
  const open = listening;
  listening = undefined;
  await open?.client.end({ timeout: 1 });
}

function listen() {
  const client = postgres(env().DATABASE_URL, {
    max: 1,
    connect_timeout: 2,
    onnotice: () => undefined,
    connection: { application_name: "antwort listen" },
  });
  const ready = client
    .listen(CHANNEL, (workspaceId) => tell(listeners.get(workspaceId)), tellEverybody)
    .catch((error) => {
      log.warn({ error }, "listen failed; streams fall back to looking by themselves");
      listening = undefined;
    });
  return { client, ready };
}

function tell(some: Set<Listener> | undefined): void {
  for (const listener of some ?? []) listener();
}

function tellEverybody(): void {
  for (const some of listeners.values()) tell(some);
}
