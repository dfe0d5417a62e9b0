import { z } from "zod";
import {
  createCustomerField,
  deleteCustomerField,
  listCustomerFields,
  setCustomerField,
  updateCustomerField,
} from "#lib/customers/fields.ts";
import { NotFoundError } from "#lib/errors.ts";
import { doneShape, idField, textField } from "./fields.ts";
import { invalid } from "./refusal.ts";
import { type ApiKey, apiRoute } from "./route.ts";

const tag = "Contacts";
const slugField = z.string().regex(/^[a-z0-9_]{1,60}$/);
const optionsField = z.array(textField(60).trim().min(1)).max(50);

const fieldShape = z
  .object({
    id: z.uuid(),
    name: z.string(),
    slug: z.string(),
    type: z.enum(["text", "number", "date", "boolean", "select"]),
    options: z.array(z.string()),
    createdAt: z.string(),
  })
  .meta({ id: "CustomField" });

export const listCustomFields = apiRoute({
  method: "GET",
  address: "/v1/custom-fields",
  operationId: "listCustomFields",
  summary: "What this workspace wants to know of every customer",
  tag,
  query: z.object({ profileId: z.string().max(100).optional() }),
  result: z.object({ success: z.literal(true), fields: z.array(fieldShape) }),
  async run({ key, query: { profileId } }) {
    const isOurs = profileId === undefined || profileId === key.workspaceId;
    return { success: true as const, fields: isOurs ? (await listCustomerFields(key)).map(presentField) : [] };
  },
});

export const createCustomField = apiRoute({
  method: "POST",
  address: "/v1/custom-fields",
  operationId: "createCustomField",
  summary: "A new one; its type stays for ever",
  tag,
  body: z.object({
    profileId: z.string().max(100),
    name: textField(60).trim().min(1),
    slug: slugField.optional(),
    type: z.enum(["text", "number", "date", "boolean", "select"]),
    options: optionsField.optional(),
  }),
  result: z.object({ success: z.literal(true), field: fieldShape }),
  async run({ key, body: { profileId, options = [], ...input } }) {
    if (profileId !== key.workspaceId) throw invalid("There is no profile of this id.", "profileId");
    const { id } = await createCustomerField(key, { ...input, options });
    return { success: true as const, field: await getField(key, id) };
  },
});

export const updateCustomField = apiRoute({
  method: "PATCH",
  address: "/v1/custom-fields/{fieldId}",
  operationId: "updateCustomField",
  summary: "Another name, or other options",
  tag,
  path: z.object({ fieldId: idField }),
  body: z.object({ name: textField(60).trim().min(1).optional(), options: optionsField.optional() }),
  result: z.object({ success: z.literal(true), field: fieldShape }),
  async run({ key, path: { fieldId }, body }) {
    const { name, options } = await getField(key, fieldId);
    await updateCustomerField(key, { fieldId, name: body.name ?? name, options: body.options ?? options });
    return { success: true as const, field: await getField(key, fieldId) };
  },
});

export const deleteCustomField = apiRoute({
  method: "DELETE",
  address: "/v1/custom-fields/{fieldId}",
  operationId: "deleteCustomField",
  summary: "With every value that was given for it",
  tag,
  path: z.object({ fieldId: idField }),
  result: doneShape,
  async run({ key, path: { fieldId } }) {
    await deleteCustomerField(key, { fieldId });
    return { success: true };
  },
});

const valuePath = z.object({ contactId: idField, slug: slugField });

export const setContactFieldValue = apiRoute({
  method: "PUT",
  address: "/v1/contacts/{contactId}/fields/{slug}",
  operationId: "setContactFieldValue",
  summary: "A customer's value, of the field's type",
  tag,
  path: valuePath,
  body: z.object({ value: z.union([textField(500), z.number(), z.boolean(), z.null()]) }),
  result: doneShape,
  async run({ key, path, body: { value } }) {
    await setCustomerField(key, { ...path, value });
    return { success: true };
  },
});

export const clearContactFieldValue = apiRoute({
  method: "DELETE",
  address: "/v1/contacts/{contactId}/fields/{slug}",
  operationId: "clearContactFieldValue",
  summary: "Take a customer's value away",
  tag,
  path: valuePath,
  result: doneShape,
  async run({ key, path }) {
    await setCustomerField(key, { ...path, value: null });
    return { success: true };
  },
});

async function getField(key: ApiKey, fieldId: string) {
  const found = (await listCustomerFields(key)).find(({ id }) => id === fieldId);
  if (!found) throw new NotFoundError("This field");
  return presentField(found);
}

function presentField(field: Awaited<ReturnType<typeof listCustomerFields>>[number]) {
  return { ...field, createdAt: field.createdAt.toISOString() };
}
