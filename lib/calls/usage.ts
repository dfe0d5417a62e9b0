import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import type { Usage } from "#lib/instagram/usage.ts";
import { log } from "#lib/log.ts";

/** An account's row is written at most this often for what its answers say, and less often while they say the same. */
const WRITE_EVERY_MS = 5_000;
const REPEAT_EVERY_MS = 60_000;

/** `usage` is null once it is written: what nobody says again grows old. */
type Heard = { usage: Usage | null; heardAt: number; writtenAt: number; written: string };

/** Keeps how much of Instagram's limits is used up, account by account, as the latest answers said (facts 6). */
export function createUsageKeeper() {
  const heard = new Map<string, Heard>();
  return {
    note(instagramAccountId: string, usage: Usage): void {
      const { writtenAt = 0, written = "" } = heard.get(instagramAccountId) ?? {};
      heard.set(instagramAccountId, { usage, heardAt: Date.now(), writtenAt, written });
    },
    /** Writes what is due; with `isLast` all that is new. */
    async write(isLast = false): Promise<void> {
      const now = Date.now();
      for (const [id, one] of heard) {
        const { usage, heardAt } = one;
        if (!usage) continue;
        const said = JSON.stringify(usage);
        const everyMs = said === one.written ? REPEAT_EVERY_MS : WRITE_EVERY_MS;
        if (now - one.writtenAt < everyMs && !(isLast && said !== one.written)) continue;
        Object.assign(one, { usage: null, writtenAt: now, written: said });
        await store(id, usage, now - heardAt);
      }
    },
  };
}

/** What an answer leaves open stays as the last one said. Times are the database's, `agoMs` since the answer came. */
async function store(
  instagramAccountId: string,
  { appPercent, accountPercent, regainAccessMs }: Usage,
  agoMs: number,
): Promise<void> {
  const nothing = JSON.stringify({ appPercent: null, accountPercent: null, regainAccessAt: null });
  const said = JSON.stringify({ appPercent, accountPercent });
  const at = sql`now() - make_interval(secs => ${agoMs / 1000})`;
  const regain = sql`${at} + make_interval(secs => ${(regainAccessMs ?? 0) / 1000})`;
  try {
    await db.execute(sql`
      update instagram_accounts
      set usage = ${nothing}::jsonb || coalesce(usage, '{}') || jsonb_strip_nulls(${said}::jsonb)
        || jsonb_build_object('at', ${at})
        || ${regainAccessMs === null ? sql`'{}'::jsonb` : sql`jsonb_build_object('regainAccessAt', ${regain})`}
      where id = ${instagramAccountId}`);
  } catch (error) {
    log.warn({ error, instagramAccountId }, "usage of limits not kept");
  }
}
