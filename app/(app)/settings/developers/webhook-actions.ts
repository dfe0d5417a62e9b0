"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import { eventsInput, headersInput, nameInput, urlInput } from "#lib/outbox/endpoint-input.ts";
import * as endpoints from "#lib/outbox/endpoints.ts";
import * as sending from "#lib/outbox/send-now.ts";

const forAdmins = { role: "admin", refresh: true } as const;
const named = z.object({ endpointId: z.uuid() });
const settable = z.object({ name: nameInput, url: urlInput, events: eventsInput, customHeaders: headersInput });

export const createWebhook = memberAction(settable, endpoints.createEndpoint, forAdmins);

export const updateWebhook = memberAction(
  settable.partial().extend({ endpointId: z.uuid(), isActive: z.boolean().optional() }),
  endpoints.updateEndpoint,
  forAdmins,
);

export const rotateWebhookSecret = memberAction(named, endpoints.rotateSecret, forAdmins);

export const deleteWebhook = memberAction(named, endpoints.deleteEndpoint, forAdmins);

export const sendTestEvent = memberAction(named, sending.sendTestEvent, forAdmins);

export const redeliverEvent = memberAction(named.extend({ eventId: z.uuid() }), sending.redeliverEvent, forAdmins);

export const redeliverFailed = memberAction(named, endpoints.redeliverFailed, forAdmins);
