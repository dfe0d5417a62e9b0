import { z } from "zod";
import { listLabels } from "#lib/inbox/labels.ts";
import { countContacts, getContactRow, listContactRows } from "./contact-rows.ts";
import { idField, isOurs, limitField, platformFilter, profileFilter, textField } from "./fields.ts";
import { channelShape, contactShape, presentChannel, presentContact } from "./present-contact.ts";
import { apiRoute } from "./route.ts";

const tag = "Contacts";
const path = z.object({ contactId: idField });

export const listContacts = apiRoute({
  method: "GET",
  address: "/v1/contacts",
  operationId: "listContacts",
  summary: "The customers who wrote, by name",
  tag,
  query: z.object({
    accountId: idField.optional(),
    profileId: profileFilter,
    platform: platformFilter,
    search: textField(200).trim().optional(),
    tag: textField(100).optional(),
    tags: textField(1_000).optional().meta({ description: "Separated by commas; customers with any of them." }),
    isSubscribed: z.enum(["true", "false"]).optional(),
    limit: limitField(50),
    skip: z.coerce.number().int().min(0).max(1_000_000).default(0),
  }),
  result: z.object({
    success: z.literal(true),
    contacts: z.array(contactShape),
    filters: z.object({ tags: z.array(z.string()) }),
    pagination: z.object({ total: z.int(), limit: z.int(), skip: z.int(), hasMore: z.boolean() }),
  }),
  async run({ key, query: { limit, skip, accountId, search, tag, tags, isSubscribed, ...filter } }) {
    const isAsked = isOurs(filter, key.workspaceId) && isSubscribed !== "false";
    const names = [tag ?? "", ...(tags?.split(",") ?? [])].map((name) => name.trim()).filter((name) => name !== "");
    const wanted = { accountId, search, ...(names.length > 0 ? { tags: names } : {}) };
    const [rows, total] = isAsked
      ? await Promise.all([listContactRows(key, wanted, { limit, skip }), countContacts(key, wanted)])
      : [[], 0];
    return {
      success: true as const,
      contacts: rows.map(presentContact),
      filters: { tags: (await listLabels(key)).map(({ name }) => name) },
      pagination: { total, limit, skip, hasMore: skip + rows.length < total },
    };
  },
});

export const getContact = apiRoute({
  method: "GET",
  address: "/v1/contacts/{contactId}",
  operationId: "getContact",
  summary: "One customer",
  tag,
  path,
  result: z.object({
    success: z.literal(true),
    contact: contactShape.extend({ conversationIds: z.array(z.string()) }),
    channels: z.array(channelShape),
  }),
  async run({ key, path: { contactId } }) {
    const row = await getContactRow(key, contactId);
    const conversationIds = row.conversationId ? [row.conversationId] : [];
    return {
      success: true as const,
      contact: { ...presentContact(row), conversationIds },
      channels: [presentChannel(row)],
    };
  },
});

export const getContactChannels = apiRoute({
  method: "GET",
  address: "/v1/contacts/{contactId}/channels",
  operationId: "getContactChannels",
  summary: "Where one customer can be reached",
  tag,
  path,
  result: z.object({ success: z.literal(true), channels: z.array(channelShape) }),
  async run({ key, path: { contactId } }) {
    const row = await getContactRow(key, contactId);
    return { success: true as const, channels: [presentChannel(row)] };
  },
});
