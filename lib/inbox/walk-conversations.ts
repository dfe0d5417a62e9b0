import { and, eq, inArray } from "drizzle-orm";
import { db } from "#db/client.ts";
import { conversationScans } from "#db/schema/index.ts";
import { type ListedConversation, listConversations } from "#lib/instagram/conversations.ts";
import type { Reader } from "./reader.ts";
import { scanConversation } from "./scan-conversation.ts";

/** One job works this long and leaves the rest to the next, so that neither workers nor a shutdown wait for it. */
const SLICE_MS = 5_000;
/** So many conversations in a row that Instagram fails to read are no coincidence; those it refuses are. */
const MAX_FAILURES_IN_A_ROW = 3;

export type Walk = {
  /** Where the list goes on; null for its beginning. */
  after: string | null;
  /** What was read since then is not read again. */
  startedAt: Date;
  /** The list is sorted by change; from here on nothing new is expected. */
  stopsBefore: Date | null;
  /** Told after every page of the list: where it goes on, and the newest change on it. */
  onPage: (after: string | null, newest: Date | null) => Promise<void>;
};

/** Reads conversations that changed, newest first. True when the walk has come to its end, false when there is more to do. */
export async function walkConversations(reader: Reader, { after, startedAt, stopsBefore, onPage }: Walk) {
  const deadline = Date.now() + SLICE_MS;
  for (let next = after; ; ) {
    const { answer } = await reader.read((token, options) => listConversations(token, { after: next }, options));
    if (!(await scanPage(reader, answer.items, startedAt, deadline))) return false;
    const times = answer.items.map(({ updatedAt }) => updatedAt).filter((time) => time !== null);
    next = answer.after;
    await onPage(next, times[0] ?? null);
    if (next === null || (stopsBefore && times.length > 0 && times.every((time) => time < stopsBefore))) return true;
    if (Date.now() > deadline) return false;
  }
}

/** False when time ran out. */
async function scanPage(reader: Reader, page: ListedConversation[], startedAt: Date, deadline: number) {
  let failures = 0;
  for (const listed of await listDue(reader.account.id, page, startedAt)) {
    const refusal = await scanConversation(reader, listed);
    failures = refusal?.kind === "unknown" ? failures + 1 : 0;
    if (refusal && failures === MAX_FAILURES_IN_A_ROW) throw refusal;
    if (Date.now() > deadline) return false;
  }
  return true;
}

async function listDue(instagramAccountId: string, page: ListedConversation[], startedAt: Date) {
  if (page.length === 0) return [];
  const ids = page.map(({ id }) => id);
  const scans = await db
    .select()
    .from(conversationScans)
    .where(
      and(eq(conversationScans.instagramAccountId, instagramAccountId), inArray(conversationScans.instagramId, ids)),
    );
  const byId = new Map(scans.map((scan) => [scan.instagramId, scan]));
  return page.filter(({ id, updatedAt }) => {
    const scan = byId.get(id);
    if (!scan) return true;
    if (scan.scannedAt >= startedAt) return false;
    return !updatedAt || !scan.settledThrough || updatedAt > scan.settledThrough;
  });
}
