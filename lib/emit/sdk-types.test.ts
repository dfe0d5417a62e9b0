import type {
  CreateWebhookSettingsData,
  WebhookPayloadMessage,
  WebhookPayloadMessageDeliveryStatus,
  WebhookPayloadMessageEdited,
  WebhookPayloadMessageSent,
  WebhookPayloadReaction,
  WebhookPayloadReferral,
} from "@zernio/node";
import { expectTypeOf, test } from "vitest";
import type { EventName, SILENT_EVENTS } from "./events.ts";
import type { presentConversation } from "./present-context.ts";
import type { presentEdits, presentFailure, presentReaction } from "./present-effects.ts";
import type { presentMessage, presentReceived, presentSent } from "./present-message.ts";
import type { presentReferral } from "./present-metadata.ts";

/** The compiler fails where what we tell and what the published SDK says part ways. */
test("what is told has the types of the SDK", () => {
  type Made<Present extends (...args: never[]) => unknown> = ReturnType<Present>;
  type Edits = Pick<WebhookPayloadMessageEdited, "editHistory" | "editCount" | "editedAt">;
  type Known = CreateWebhookSettingsData["body"]["events"][number];
  expectTypeOf<EventName | (typeof SILENT_EVENTS)[number]>().toExtend<Known>();
  expectTypeOf<Made<typeof presentReceived>>().toExtend<WebhookPayloadMessage["message"]>();
  expectTypeOf<Made<typeof presentSent>>().toExtend<WebhookPayloadMessageSent["message"]>();
  expectTypeOf<Made<typeof presentMessage>>().toExtend<WebhookPayloadMessageDeliveryStatus["message"]>();
  expectTypeOf<Made<typeof presentConversation>>().toExtend<WebhookPayloadMessage["conversation"]>();
  expectTypeOf<Made<typeof presentEdits>>().toExtend<Edits>();
  expectTypeOf<Made<typeof presentFailure>>().toExtend<NonNullable<WebhookPayloadMessageDeliveryStatus["error"]>>();
  expectTypeOf<Made<typeof presentReaction>>().toExtend<WebhookPayloadReaction["reaction"]>();
  expectTypeOf<Made<typeof presentReferral>>().toExtend<WebhookPayloadReferral["referral"]>();
});
