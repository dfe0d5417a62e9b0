"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import * as fields from "#lib/customers/fields.ts";

const forAdmins = { role: "admin", refresh: true } as const;
const field = z.object({
  name: z.string().trim().min(1).max(fields.MAX_FIELD_NAME),
  options: z.array(z.string().max(200)).max(fields.MAX_OPTIONS),
});

export const createField = memberAction(
  field.extend({ type: z.enum(["text", "number", "date", "boolean", "select"]) }),
  fields.createCustomerField,
  forAdmins,
);
export const updateField = memberAction(field.extend({ fieldId: z.uuid() }), fields.updateCustomerField, forAdmins);
export const deleteField = memberAction(z.object({ fieldId: z.uuid() }), fields.deleteCustomerField, forAdmins);
export const countValues = memberAction(z.object({ slug: z.string().max(100) }), fields.countFieldValues, {
  role: "admin",
});
