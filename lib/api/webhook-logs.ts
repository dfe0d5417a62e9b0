import { z } from "zod";
import { countAttempts, listAttempts } from "#lib/outbox/log-queries.ts";
import { redeliverEvent as redeliver } from "#lib/outbox/send-now.ts";
import { idField, limitField, textField } from "./fields.ts";
import { describeError, presentLog, webhookLogShape } from "./present-webhook.ts";
import { Answer, apiRoute } from "./route.ts";
import { sentShape } from "./webhooks.ts";

const tag = "Webhooks";

export const listWebhookLogs = apiRoute({
  method: "GET",
  address: "/v1/webhooks/logs",
  operationId: "getWebhookLogs",
  summary: "The attempts of the last thirty days, newest first",
  tag,
  query: z.object({
    webhookId: idField.optional(),
    eventId: idField.optional(),
    event: textField(100).optional(),
    status: z.enum(["success", "failed"]).optional(),
    limit: limitField(50),
    skip: z.coerce.number().int().min(0).max(1_000_000).default(0),
  }),
  result: z.object({
    logs: z.array(webhookLogShape),
    pagination: z.object({ total: z.int(), limit: z.int(), skip: z.int(), pages: z.int(), hasMore: z.boolean() }),
  }),
  async run({ key, query: { limit, skip, webhookId, ...filter } }) {
    const wanted = { ...filter, endpointId: webhookId };
    const [attempts, total] = await Promise.all([
      listAttempts(key, wanted, { limit, skip }),
      countAttempts(key, wanted),
    ]);
    return {
      logs: attempts.map((attempt) => presentLog(attempt, key.workspaceId)),
      pagination: { total, limit, skip, pages: Math.ceil(total / limit), hasMore: skip + attempts.length < total },
    };
  },
});

export const redeliverEvent = apiRoute({
  method: "POST",
  address: "/v1/webhooks/logs/redeliver",
  operationId: "redeliverWebhookEvent",
  summary: "Send an event again now, byte for byte and with its old id",
  tag,
  body: z.object({ webhookId: idField, eventId: idField }),
  result: sentShape,
  also: { 502: { description: "The endpoint did not take it", schema: sentShape } },
  async run({ key, body: { webhookId, eventId } }) {
    const { error, statusCode } = await redeliver(key, { endpointId: webhookId, eventId });
    if (error) return new Answer(502, { success: false, message: describeError(error, statusCode) });
    return { success: true, message: `The endpoint answered ${statusCode}.` };
  },
});
