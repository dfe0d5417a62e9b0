import { inArray, type SQL, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { erasedContacts, installationFacts, webhookDeliveries, webhookEvents } from "#db/schema/index.ts";
import { randomToken } from "./crypto.ts";

/** One person on one account, as Instagram names both. */
export type Person = { workspaceId: string; igId: string; igsid: string };

const SALT = "erasure_salt";

/**
 * Remembers that this person was erased, by a salted hash. Late deliveries, looks at Instagram and restored backups then
 * bring nothing of before back; what the person writes afterwards is a new beginning.
 */
export async function rememberErased(tx: Tx, person: Person): Promise<void> {
  await tx.insert(installationFacts).values({ name: SALT, value: randomToken() }).onConflictDoNothing();
  await tx
    .insert(erasedContacts)
    .values({ workspaceId: person.workspaceId, contactHash: hashOf(person) })
    .onConflictDoUpdate({
      target: [erasedContacts.workspaceId, erasedContacts.contactHash],
      set: { erasedAt: sql`now()` },
    });
}

/** When the person was last erased, or null. */
export async function findErasedAt(tx: Tx, person: Person): Promise<Date | null> {
  const [row] = await tx
    .select({ erasedAt: erasedContacts.erasedAt })
    .from(erasedContacts)
    .where(
      sql`${erasedContacts.workspaceId} = ${person.workspaceId} and ${erasedContacts.contactHash} = ${hashOf(person)}`,
    );
  return row?.erasedAt ?? null;
}

/** Takes out of stored events, and of the bodies they came in, whatever speaks of a person. That they came stays known. */
export async function forgetEvents(tx: Tx, which: SQL): Promise<number> {
  const forgotten = await tx
    .update(webhookEvents)
    .set({
      key: sql`'erased:' || ${webhookEvents.id}`,
      lane: "",
      mid: null,
      payload: "",
      state: "ignored",
      reason: "erased",
      settledAt: sql`coalesce(${webhookEvents.settledAt}, now())`,
    })
    .where(which)
    .returning({ deliveryId: webhookEvents.deliveryId });
  const deliveryIds = [...new Set(forgotten.map(({ deliveryId }) => deliveryId))];
  for (let start = 0; start < deliveryIds.length; start += 1_000) {
    await tx
      .update(webhookDeliveries)
      .set({ body: new Uint8Array() })
      .where(inArray(webhookDeliveries.id, deliveryIds.slice(start, start + 1_000)));
  }
  return forgotten.length;
}

/** Null, and so equal to nothing, while nobody was ever erased. */
function hashOf({ igId, igsid }: Person): SQL<string> {
  return sql<string>`encode(sha256(convert_to(
    (select value from installation_facts where name = ${SALT}) || ${`${igId}:${igsid}`}, 'UTF8')), 'hex')`;
}
