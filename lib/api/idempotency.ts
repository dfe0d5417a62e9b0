import { createHash } from "node:crypto";
import { and, eq, lt, sql } from "drizzle-orm";
import { db, type Tx } from "#db/client.ts";
import { idempotencyKeys } from "#db/schema/index.ts";
import { ApiRefusal, invalid } from "./refusal.ts";

/** Longer than a request may run: a row older than this without an answer belongs to one that died. */
const RUNNING_SECONDS = 30;
const MAX_KEY_LENGTH = 255;

/** The claim of one request on its `Idempotency-Key`. */
export type Claim = { apiKeyId: string; key: string; requestHash: string };
export type Stored = { messageIds: string[]; answer: { status: number; body: unknown } | null };

/** The claim a request makes, or null without the header. */
export function readClaim(request: Request, apiKeyId: string, address: string, body: unknown): Claim | null {
  const key = request.headers.get("idempotency-key");
  if (key === null) return null;
  if (key === "" || key.length > MAX_KEY_LENGTH) {
    throw invalid(`An Idempotency-Key has 1 to ${MAX_KEY_LENGTH} characters.`, "Idempotency-Key");
  }
  const requestHash = createHash("sha256")
    .update(`${request.method} ${address}\n${JSON.stringify(body)}`)
    .digest("hex");
  return { apiKeyId, key, requestHash };
}

/**
 * What an earlier request with this key left behind: its answer or, where it died before answering, the messages it stored.
 * Null when the key is free. 422 for another body, 409 while the earlier one is running.
 */
export async function findStored(claim: Claim): Promise<Stored | null> {
  const [row] = await db
    .select({
      requestHash: idempotencyKeys.requestHash,
      messageIds: idempotencyKeys.messageIds,
      answer: idempotencyKeys.answer,
      isExpired: sql<boolean>`${idempotencyKeys.startedAt} < now() - interval '1 day'`,
      isRecent: sql<boolean>`${idempotencyKeys.startedAt} > now() - make_interval(secs => ${RUNNING_SECONDS})`,
    })
    .from(idempotencyKeys)
    .where(own(claim));
  if (!row || row.isExpired) return null;
  if (row.requestHash !== claim.requestHash) {
    throw new ApiRefusal(422, {
      error: "This Idempotency-Key was used for another request. Use a new one.",
      type: "invalid_request_error",
      code: "idempotency_key_reused",
    });
  }
  if (!row.answer && row.isRecent) throw stillRunning();
  return { messageIds: row.messageIds, answer: row.answer };
}

/** To be called first in the transaction that stores the messages. Of two at once the second is refused with 409. */
export async function claimKey(tx: Tx, claim: Claim, messageIds: string[]): Promise<void> {
  await tx
    .delete(idempotencyKeys)
    .where(
      and(eq(idempotencyKeys.apiKeyId, claim.apiKeyId), lt(idempotencyKeys.startedAt, sql`now() - interval '1 day'`)),
    );
  const claimed = await tx
    .insert(idempotencyKeys)
    .values({ ...claim, messageIds, startedAt: sql`now()` })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  if (claimed.length === 0) throw stillRunning();
}

/** A success is repeated word for word from now on; anything else frees the key. */
export async function settleKey(claim: Claim, answer: { status: number; body: unknown }): Promise<void> {
  if (answer.status < 300) await db.update(idempotencyKeys).set({ answer }).where(own(claim));
  else await db.delete(idempotencyKeys).where(own(claim));
}

function own({ apiKeyId, key }: Claim) {
  return and(eq(idempotencyKeys.apiKeyId, apiKeyId), eq(idempotencyKeys.key, key));
}

function stillRunning(): ApiRefusal {
  return new ApiRefusal(
    409,
    {
      error: "A request with this Idempotency-Key is still running. Ask again in a moment.",
      type: "invalid_request_error",
      code: "idempotency_key_in_use",
    },
    { "retry-after": "1" },
  );
}
