import type { ActionResult } from "#lib/action.ts";

export type { Comment, CustomerDetails, Encounter } from "#lib/customers/details.ts";
export type { CustomerField } from "#lib/customers/fields.ts";
export type { MediaPageKey, SharedMedia } from "#lib/customers/shared-media.ts";

export type FieldValue = string | number | boolean | null;
type Named = { contactId: string };
type Done = Promise<ActionResult<unknown>>;

/** The server's actions on one customer, handed in by the page. */
export type CustomerActions = {
  saveCustomerNotes: (input: Named & { notes: string; before: string }) => Done;
  setCustomerField: (input: Named & { slug: string; value: FieldValue }) => Done;
  muteContact: (input: Named) => Done;
  unmuteContact: (input: Named) => Done;
  blockContact: (input: Named) => Done;
  unblockContact: (input: Named) => Done;
  eraseCustomer: (input: Named) => Done;
};
