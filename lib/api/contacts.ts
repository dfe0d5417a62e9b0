import { z } from "zod";
import { type ContactRow, countContacts, getContactRow, listContactRows } from "./contact-rows.ts";
import { idField, isOurs, limitField, platformFilter, profileFilter, textField } from "./fields.ts";
import { nameOf } from "./present-conversation.ts";
import { apiRoute } from "./route.ts";

const tag = "Contacts";
const path = z.object({ contactId: idField });

const contactShape = z
  .object({
    id: z.uuid(),
    name: z.string(),
    avatarUrl: z.string().optional(),
    tags: z.array(z.string()),
    isSubscribed: z.boolean(),
    isBlocked: z.boolean(),
    lastMessageReceivedAt: z.string().optional(),
    customFields: z.record(z.string(), z.unknown()),
    createdAt: z.string(),
    platform: z.literal("instagram"),
    platformIdentifier: z.string().meta({ description: "The customer's Instagram-scoped id." }),
    displayIdentifier: z.string(),
  })
  .meta({ id: "Contact" });

const channelShape = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  platform: z.literal("instagram"),
  platformIdentifier: z.string(),
  displayIdentifier: z.string(),
  isSubscribed: z.boolean(),
  conversationId: z.string().optional(),
  createdAt: z.string(),
});

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
    limit: limitField(50),
    skip: z.coerce.number().int().min(0).max(1_000_000).default(0),
  }),
  result: z.object({
    success: z.literal(true),
    contacts: z.array(contactShape),
    filters: z.object({ tags: z.array(z.string()) }),
    pagination: z.object({ total: z.int(), limit: z.int(), skip: z.int(), hasMore: z.boolean() }),
  }),
  async run({ key, query: { limit, skip, accountId, search, ...filter } }) {
    const isAsked = isOurs(filter, key.workspaceId);
    const wanted = { accountId, search };
    const [rows, total] = isAsked
      ? await Promise.all([listContactRows(key, wanted, { limit, skip }), countContacts(key, wanted)])
      : [[], 0];
    return {
      success: true as const,
      contacts: rows.map(presentContact),
      filters: { tags: [] },
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

function presentContact(row: ContactRow): z.input<typeof contactShape> {
  return {
    id: row.id,
    name: nameOf(row),
    ...(row.pictureUrl ? { avatarUrl: row.pictureUrl } : {}),
    tags: [],
    isSubscribed: true,
    isBlocked: false,
    ...(row.lastInboundAt ? { lastMessageReceivedAt: row.lastInboundAt.toISOString() } : {}),
    customFields: {},
    createdAt: row.createdAt.toISOString(),
    platform: "instagram",
    platformIdentifier: row.igsid,
    displayIdentifier: row.username ?? row.igsid,
  };
}

function presentChannel(row: ContactRow): z.input<typeof channelShape> {
  return {
    id: row.id,
    accountId: row.accountId,
    platform: "instagram",
    platformIdentifier: row.igsid,
    displayIdentifier: row.username ?? row.igsid,
    isSubscribed: true,
    ...(row.conversationId ? { conversationId: row.conversationId } : {}),
    createdAt: row.createdAt.toISOString(),
  };
}
