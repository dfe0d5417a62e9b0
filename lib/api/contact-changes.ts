import { blockContact, unblockContact } from "#lib/customers/block.ts";
import { createCustomerField, listCustomerFields, setCustomerField } from "#lib/customers/fields.ts";
import { saveCustomerNotes } from "#lib/customers/profile-notes.ts";
import { createLabel, labelConversations, listLabels } from "#lib/inbox/labels.ts";
import { getContactRow } from "./contact-rows.ts";
import { KNOWN_FIELDS } from "./present-contact.ts";
import type { ApiKey } from "./route.ts";

export type ContactChanges = {
  email?: string;
  company?: string;
  tags?: string[];
  isBlocked?: boolean;
  notes?: string;
};

/** Each through the function the screens use. Doing it twice changes nothing. */
export async function changeContact(key: ApiKey, contactId: string, changes: ContactChanges): Promise<void> {
  await getContactRow(key, contactId);
  for (const slug of ["email", "company"] as const) {
    const value = changes[slug];
    if (value !== undefined) await setKnownField(key, contactId, slug, value);
  }
  if (changes.notes !== undefined) {
    await saveCustomerNotes(key, { contactId, notes: changes.notes, before: null });
  }
  if (changes.tags) await setTags(key, contactId, changes.tags);
  if (changes.isBlocked === true) await blockContact(key, { contactId });
  if (changes.isBlocked === false) await unblockContact(key, { contactId });
}

/** The field is set up the first time somebody gives it a value. */
async function setKnownField(key: ApiKey, contactId: string, slug: keyof typeof KNOWN_FIELDS, value: string) {
  const known = (await listCustomerFields(key)).some((field) => field.slug === slug);
  if (!known) await createCustomerField(key, { name: KNOWN_FIELDS[slug], slug, type: "text", options: [] });
  await setCustomerField(key, { contactId, slug, value });
}

/** Exactly these labels stand on the conversation afterwards; one that does not exist yet is made. */
async function setTags(key: ApiKey, contactId: string, tags: string[]): Promise<void> {
  const { conversationId, tags: now } = await getContactRow(key, contactId);
  if (!conversationId) return;
  const wanted = new Map(tags.map((tag) => [tag.trim().toLowerCase(), tag.trim()]));
  const labels = await listLabels(key);
  const idOf = (name: string) => labels.find((label) => label.name.toLowerCase() === name)?.id;
  for (const [name, written] of wanted) {
    if (now.some((tag) => tag.toLowerCase() === name)) continue;
    const labelId = idOf(name) ?? (await createLabel(key, { name: written, color: "gray" })).id;
    await labelConversations(key, { labelId, isOn: true, conversationIds: [conversationId] });
  }
  for (const tag of now) {
    const labelId = idOf(tag.toLowerCase());
    if (wanted.has(tag.toLowerCase()) || !labelId) continue;
    await labelConversations(key, { labelId, isOn: false, conversationIds: [conversationId] });
  }
}
