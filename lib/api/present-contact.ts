import { z } from "zod";
import type { ContactRow } from "./contact-rows.ts";
import { nameOf } from "./present-conversation.ts";

/** Kept as fields of the customer, whose screens show them beside the workspace's own. */
export const KNOWN_FIELDS = { email: "E-mail", company: "Company" } as const;

export const contactShape = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string().optional(),
    company: z.string().optional(),
    avatarUrl: z.string().optional(),
    tags: z.array(z.string()).meta({ description: "The labels of the conversation." }),
    isSubscribed: z.literal(true),
    isBlocked: z.boolean(),
    lastMessageSentAt: z.string().optional(),
    lastMessageReceivedAt: z.string().optional(),
    messagesSentCount: z.int(),
    messagesReceivedCount: z.int(),
    customFields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    notes: z.string().optional(),
    createdAt: z.string(),
    platform: z.literal("instagram"),
    platformIdentifier: z.string().meta({ description: "The customer's Instagram-scoped id." }),
    displayIdentifier: z.string(),
  })
  .meta({ id: "Contact" });

export const channelShape = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  platform: z.literal("instagram"),
  platformIdentifier: z.string(),
  displayIdentifier: z.string(),
  isSubscribed: z.literal(true),
  conversationId: z.string().optional(),
  lastActiveAt: z.string().nullable(),
  createdAt: z.string(),
});

/** As the SDK types the answer of `createContact`, which names fewer fields than its others do. */
export const toldContactShape = contactShape.pick({
  id: true,
  name: true,
  email: true,
  company: true,
  tags: true,
  isSubscribed: true,
  isBlocked: true,
  customFields: true,
  notes: true,
  createdAt: true,
});
export const toldChannelShape = channelShape.pick({
  id: true,
  platform: true,
  platformIdentifier: true,
  displayIdentifier: true,
});

export function presentContact(row: ContactRow): z.input<typeof contactShape> {
  const { email, company, ...customFields } = row.fields;
  const { sent = 0, received = 0, lastSentAt = null } = row.messages ?? {};
  return {
    id: row.id,
    name: nameOf(row),
    ...(email === undefined ? {} : { email: String(email) }),
    ...(company === undefined ? {} : { company: String(company) }),
    ...(row.pictureUrl ? { avatarUrl: row.pictureUrl } : {}),
    tags: row.tags,
    isSubscribed: true,
    isBlocked: row.blockedAt !== null,
    ...(lastSentAt ? { lastMessageSentAt: new Date(lastSentAt).toISOString() } : {}),
    ...(row.lastInboundAt ? { lastMessageReceivedAt: row.lastInboundAt.toISOString() } : {}),
    messagesSentCount: Number(sent),
    messagesReceivedCount: Number(received),
    customFields,
    ...(row.notes ? { notes: row.notes } : {}),
    createdAt: row.createdAt.toISOString(),
    platform: "instagram",
    platformIdentifier: row.igsid,
    displayIdentifier: row.username ?? row.igsid,
  };
}

export function presentChannel(row: ContactRow): z.input<typeof channelShape> {
  return {
    id: row.id,
    accountId: row.accountId,
    platform: "instagram",
    platformIdentifier: row.igsid,
    displayIdentifier: row.username ?? row.igsid,
    isSubscribed: true,
    ...(row.conversationId ? { conversationId: row.conversationId } : {}),
    lastActiveAt: row.lastMessageAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
