import { z } from "zod";
import { requireAccount } from "#lib/accounts/queries.ts";
import { eraseContact } from "#lib/customers/erase.ts";
import { changeContact } from "./contact-changes.ts";
import { getContactRow, listContactRows } from "./contact-rows.ts";
import { doneShape, idField, textField } from "./fields.ts";
import { contactShape, presentChannel, presentContact, toldChannelShape, toldContactShape } from "./present-contact.ts";
import { invalid } from "./refusal.ts";
import { apiRoute } from "./route.ts";

const tag = "Contacts";
const MAX_IN_BULK = 1_000;

const changeFields = {
  email: textField(200).optional(),
  company: textField(200).optional(),
  tags: z.array(textField(40).trim().min(1)).max(50).optional(),
  notes: textField(5_000).optional(),
  isSubscribed: z.literal(true, "Customers of Instagram have no subscription that could end.").optional(),
};

export const updateContact = apiRoute({
  method: "PATCH",
  address: "/v1/contacts/{contactId}",
  operationId: "updateContact",
  summary: "What the staff know of a customer; name and picture are Instagram's own",
  tag,
  path: z.object({ contactId: idField }),
  body: z.object({
    ...changeFields,
    isBlocked: z.boolean().optional(),
    name: z.never("Instagram tells a customer's name; it cannot be changed here.").optional(),
    avatarUrl: z.never("Instagram tells a customer's picture; it cannot be changed here.").optional(),
  }),
  result: z.object({ success: z.literal(true), contact: contactShape }),
  async run({ key, path: { contactId }, body: { name: _, avatarUrl: __, isSubscribed: ___, ...changes } }) {
    await changeContact(key, contactId, changes);
    return { success: true as const, contact: presentContact(await getContactRow(key, contactId)) };
  },
});

export const deleteContact = apiRoute({
  method: "DELETE",
  address: "/v1/contacts/{contactId}",
  operationId: "deleteContact",
  summary: "Erase a customer for good, with every message and file",
  tag,
  path: z.object({ contactId: idField }),
  result: doneShape,
  async run({ key, path: { contactId } }) {
    await eraseContact(key, { contactId });
    return { success: true };
  },
});

const onInstagram = z.literal("instagram", "Antwort speaks for Instagram messages only.");

export const createContact = apiRoute({
  method: "POST",
  address: "/v1/contacts",
  operationId: "createContact",
  summary: "Finds a customer who wrote, and keeps what is told of them; nobody else can be written to",
  tag,
  body: z.object({
    ...changeFields,
    profileId: z.string().max(100),
    name: textField(200),
    accountId: idField.optional(),
    platform: onInstagram.optional(),
    platformIdentifier: z
      .string()
      .regex(/^\d{1,40}$/)
      .optional(),
    displayIdentifier: textField(200).optional(),
  }),
  result: z.object({
    success: z.literal(true),
    contact: toldContactShape,
    channel: toldChannelShape,
    warning: z.string(),
  }),
  async run({ key, body: { profileId, name: _, isSubscribed: __, ...body } }) {
    if (profileId !== key.workspaceId) throw invalid("There is no profile of this id.", "profileId");
    const { accountId, platform: ___, platformIdentifier, displayIdentifier: ____, ...changes } = body;
    if (!accountId || !platformIdentifier) throw strangers("platformIdentifier");
    await requireAccount(key, accountId);
    const [row] = await listContactRows(key, { accountId, igsids: [platformIdentifier] }, { limit: 1, skip: 0 });
    if (!row) throw strangers("platformIdentifier");
    await changeContact(key, row.id, changes);
    const told = await getContactRow(key, row.id);
    const contact = toldContactShape.parse(presentContact(told));
    const channel = toldChannelShape.parse(presentChannel(told));
    const warning = "This customer was known already; the name stays the one Instagram tells.";
    return { success: true as const, contact, channel, warning };
  },
});

export const bulkCreateContacts = apiRoute({
  method: "POST",
  address: "/v1/contacts/bulk",
  operationId: "bulkCreateContacts",
  summary: "The same for many: those who wrote are kept up to date, the others are named in `errors`",
  tag,
  body: z.object({
    profileId: z.string().max(100),
    accountId: idField,
    platform: onInstagram.optional(),
    contacts: z
      .array(
        z.object({
          name: textField(200),
          platformIdentifier: z.string().max(40).optional(),
          displayIdentifier: textField(200).optional(),
          email: changeFields.email,
          company: changeFields.company,
          tags: changeFields.tags,
        }),
      )
      .min(1)
      .max(MAX_IN_BULK),
  }),
  result: z.object({
    success: z.literal(true),
    created: z.literal(0),
    skipped: z.int(),
    errors: z.array(z.string()),
    total: z.int(),
  }),
  async run({ key, body: { profileId, accountId, contacts } }) {
    if (profileId !== key.workspaceId) throw invalid("There is no profile of this id.", "profileId");
    await requireAccount(key, accountId);
    const igsids = contacts.flatMap(({ platformIdentifier }) => platformIdentifier ?? []);
    const rows = await listContactRows(key, { accountId, igsids }, { limit: MAX_IN_BULK, skip: 0 });
    const errors: string[] = [];
    for (const [index, { platformIdentifier, name: _, displayIdentifier: __, ...changes }] of contacts.entries()) {
      const row = rows.find(({ igsid }) => igsid === platformIdentifier);
      if (row) await changeContact(key, row.id, changes);
      else
        errors.push(`Contact ${index + 1}: this person has not written to the account, so nobody can write to them.`);
    }
    const skipped = contacts.length - errors.length;
    return { success: true as const, created: 0 as const, skipped, errors, total: contacts.length };
  },
});

function strangers(param: string) {
  return invalid(
    "Instagram lets nobody be written to who did not write first. Name an account and the id of a customer who wrote.",
    param,
  );
}
