import { eq } from "drizzle-orm";
import { transaction } from "#db/client.ts";
import { contacts } from "#db/schema/index.ts";
import { AppError } from "#lib/errors.ts";
import type { Reach } from "#lib/reach.ts";
import { lockContact, touchConversation } from "./lock-contact.ts";

export const MAX_CUSTOMER_NOTES = 5_000;

/**
 * What the staff know about a customer: one text for all. `before` is what the writer began from; if a colleague has written
 * something else meanwhile it is a `conflict`, and nothing is lost; null replaces whatever stands there. Without words there are no notes.
 */
export async function saveCustomerNotes(
  member: Reach,
  { contactId, notes, before }: { contactId: string; notes: string; before: string | null },
): Promise<void> {
  await transaction(async (tx) => {
    const contact = await lockContact(tx, member, contactId);
    const known = contact.notes ?? "";
    if (known === notes) return;
    if (before !== null && known !== before)
      throw new AppError("conflict", "A colleague has changed these notes meanwhile.");
    const kept = notes.trim() === "" ? null : notes.slice(0, MAX_CUSTOMER_NOTES);
    await tx.update(contacts).set({ notes: kept }).where(eq(contacts.id, contactId));
    await touchConversation(tx, contact);
  });
}
