import type {
  CreateWebhookSettingsData,
  WebhookPayloadAccountConnected,
  WebhookPayloadAccountDisconnected,
  WebhookPayloadConversationStarted,
  WebhookPayloadMessage,
  WebhookPayloadMessageDeleted,
  WebhookPayloadMessageDeliveryStatus,
  WebhookPayloadMessageEdited,
  WebhookPayloadMessageSent,
  WebhookPayloadReaction,
  WebhookPayloadReferral,
} from "@zernio/node";
import { expectTypeOf, test } from "vitest";
import type { EventPayload } from "./event-shapes.ts";
import type { EventName, SILENT_EVENTS } from "./events.ts";

/** The compiler fails where what we tell and what the published SDK says part ways. */
test("what is told has the types of the SDK", () => {
  type Own<Payload> = Omit<Payload, "id" | "event" | "timestamp">;
  type Known = CreateWebhookSettingsData["body"]["events"][number];
  expectTypeOf<EventName | (typeof SILENT_EVENTS)[number]>().toExtend<Known>();
  expectTypeOf<EventPayload<"message.received">>().toExtend<Own<WebhookPayloadMessage>>();
  expectTypeOf<EventPayload<"message.sent">>().toExtend<Own<WebhookPayloadMessageSent>>();
  expectTypeOf<EventPayload<"message.read">>().toExtend<Own<WebhookPayloadMessageDeliveryStatus>>();
  expectTypeOf<EventPayload<"message.failed">>().toExtend<Own<WebhookPayloadMessageDeliveryStatus>>();
  expectTypeOf<EventPayload<"message.edited">>().toExtend<Own<WebhookPayloadMessageEdited>>();
  expectTypeOf<EventPayload<"message.deleted">>().toExtend<Own<WebhookPayloadMessageDeleted>>();
  expectTypeOf<EventPayload<"reaction.received">>().toExtend<Own<WebhookPayloadReaction>>();
  expectTypeOf<EventPayload<"referral.received">>().toExtend<Own<WebhookPayloadReferral>>();
  expectTypeOf<EventPayload<"conversation.started">>().toExtend<Own<WebhookPayloadConversationStarted>>();
  expectTypeOf<EventPayload<"account.connected">>().toExtend<Own<WebhookPayloadAccountConnected>>();
  expectTypeOf<EventPayload<"account.disconnected">>().toExtend<Own<WebhookPayloadAccountDisconnected>>();
});
