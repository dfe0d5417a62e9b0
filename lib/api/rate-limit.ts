import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { ApiRefusal } from "./refusal.ts";

export const REQUESTS_PER_MINUTE = 600;

/** More requests in a minute than a key may make; a flood where it goes on all the same. */
export class RateLimited extends ApiRefusal {
  readonly isFlood: boolean;

  constructor(waitSeconds: number, isFlood: boolean, headers: Record<string, string>) {
    super(
      429,
      {
        error: `This key may make ${REQUESTS_PER_MINUTE} requests a minute. Wait ${waitSeconds} seconds.`,
        type: "rate_limit_error",
        code: "rate_limit_exceeded",
      },
      { ...headers, "retry-after": String(Math.max(1, waitSeconds)) },
    );
    this.isFlood = isFlood;
  }
}

/** Counts a request of a key in the running minute, over all processes; refuses the ones beyond the limit with 429. */
export async function countRequest(apiKeyId: string): Promise<Record<string, string>> {
  const [row] = await db.execute<{ count: number; resetsAt: number; waitSeconds: number }>(sql`
    insert into api_key_requests as counted (api_key_id, minute_started_at, count)
    values (${apiKeyId}, date_trunc('minute', clock_timestamp()), 1)
    on conflict (api_key_id) do update set
      count = case when counted.minute_started_at = excluded.minute_started_at then counted.count + 1 else 1 end,
      minute_started_at = excluded.minute_started_at
    returning count,
      extract(epoch from minute_started_at)::int + 60 as "resetsAt",
      ceil(60 - extract(epoch from clock_timestamp() - minute_started_at))::int as "waitSeconds"`);
  const { count, resetsAt, waitSeconds } = row ?? { count: 0, resetsAt: 0, waitSeconds: 60 };
  const headers = {
    "x-ratelimit-limit": String(REQUESTS_PER_MINUTE),
    "x-ratelimit-remaining": String(Math.max(0, REQUESTS_PER_MINUTE - count)),
    "x-ratelimit-reset": String(resetsAt),
  };
  if (count <= REQUESTS_PER_MINUTE) return headers;
  throw new RateLimited(waitSeconds, count > 2 * REQUESTS_PER_MINUTE, headers);
}
