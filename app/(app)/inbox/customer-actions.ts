"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import * as block from "#lib/customers/block.ts";
import { eraseContact } from "#lib/customers/erase.ts";
import { setCustomerField as setField } from "#lib/customers/fields.ts";
import { MAX_CUSTOMER_NOTES, saveCustomerNotes as saveNotes } from "#lib/customers/profile-notes.ts";

const customer = z.object({ contactId: z.uuid() });
const words = z
  .string()
  .max(MAX_CUSTOMER_NOTES)
  .refine((text) => !text.includes("\0"), "The character NUL cannot be used.");

export const saveCustomerNotes = memberAction(
  customer.extend({ notes: words, before: z.string().max(10_000) }),
  saveNotes,
);
export const setCustomerField = memberAction(
  customer.extend({ slug: z.string().max(100), value: z.union([words, z.number(), z.boolean(), z.null()]) }),
  setField,
);
export const muteContact = memberAction(customer, block.muteContact);
export const unmuteContact = memberAction(customer, block.unmuteContact);
export const blockContact = memberAction(customer, block.blockContact);
export const unblockContact = memberAction(customer, block.unblockContact);
export const eraseCustomer = memberAction(customer, eraseContact, { role: "admin" });
