import { z } from "zod";
import type { ZodOpenApiPathItemObject } from "zod-openapi";
import { eventShape } from "#lib/emit/event-shapes.ts";
import { EVENT_NAMES, type EventName } from "#lib/emit/events.ts";

const SUMMARIES: Record<EventName | "webhook.test", string> = {
  "message.received": "A customer wrote, tapped a button or sent a file",
  "message.sent": "Instagram has a message of yours",
  "message.read": "The customer has seen a message of yours",
  "message.failed": "A reply will not be sent unless somebody sends it again",
  "message.edited": "The customer worded a message anew",
  "message.deleted": "The customer unsent a message",
  "reaction.received": "Either side reacted, or took it back",
  "referral.received": "The customer came by a link or an ad without writing",
  "conversation.started": "The first message with this customer, either way",
  "account.connected": "An account was connected",
  "account.disconnected": "An account was disconnected, or Instagram no longer takes its token",
  "webhook.test": "Somebody asked for a test event",
};

const headers = z.object({
  "webhook-id": z.uuid().meta({ description: "The event's id: keep those you know and skip them." }),
  "webhook-timestamp": z.string().meta({ description: "Seconds since 1970, when this attempt was made." }),
  "webhook-signature": z.string().meta({ description: "Standard Webhooks; two of them while a secret is replaced." }),
  "X-Zernio-Signature": z
    .string()
    .meta({ description: "Hex HMAC-SHA256 of the raw body, keyed with the whole secret." }),
  "X-Zernio-Event": z.string(),
  "X-Zernio-Event-Id": z.uuid(),
});

/** What is sent to webhooks, from the schemas that type what is emitted. */
export function webhooksSection(): Record<string, ZodOpenApiPathItemObject> {
  const events = [...EVENT_NAMES, "webhook.test"] as const;
  return Object.fromEntries(events.map((event) => [event, { post: operationOf(event) }]));
}

function operationOf(event: EventName | "webhook.test") {
  return {
    operationId: event,
    summary: SUMMARIES[event],
    tags: ["Webhooks"],
    security: [],
    requestParams: { header: headers },
    requestBody: { required: true, content: { "application/json": { schema: eventShape(event) } } },
    responses: {
      "2XX": { description: "Taken, if it comes within 15 seconds" },
      410: { description: "Gone: the webhook is switched off" },
      429: { description: "Sent again when `Retry-After` has passed, at the earliest" },
    },
  };
}
