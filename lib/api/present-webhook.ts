import { z } from "zod";
import type { EndpointSummary } from "#lib/outbox/endpoint-queries.ts";
import type { LoggedAttempt } from "#lib/outbox/log-queries.ts";

export const webhookShape = z
  .object({
    _id: z.uuid(),
    name: z.string(),
    url: z.string(),
    secret: z.string().optional().meta({ description: "Only in the answer to the request that set or made it." }),
    events: z.array(z.string()),
    isActive: z.boolean(),
    lastFiredAt: z.string().optional(),
    failureCount: z.int(),
    customHeaders: z.record(z.string(), z.string()),
    disabledResourceGroups: z.array(z.string()),
  })
  .meta({ id: "Webhook" });

export function presentWebhook(endpoint: EndpointSummary, secret?: string): z.input<typeof webhookShape> {
  const { id, name, url, events, isActive, lastDeliveredAt, failedEvents, customHeaders, disabledGroups } = endpoint;
  return {
    _id: id,
    name,
    url,
    ...(secret ? { secret } : {}),
    events,
    isActive,
    ...(lastDeliveredAt ? { lastFiredAt: lastDeliveredAt.toISOString() } : {}),
    failureCount: failedEvents,
    customHeaders,
    disabledResourceGroups: disabledGroups,
  };
}

export const webhookLogShape = z
  .object({
    userId: z.string().meta({ description: "The workspace." }),
    webhookId: z.uuid(),
    webhookName: z.string(),
    eventId: z.uuid(),
    event: z.string(),
    url: z.string(),
    status: z.enum(["success", "failed"]),
    statusCode: z.int().optional(),
    requestPayload: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: "Left out once its message was unsent." }),
    errorMessage: z.string().optional(),
    attemptNumber: z.int(),
    responseTime: z.int(),
    createdAt: z.string(),
  })
  .meta({ id: "WebhookLog", description: "One attempt. What the endpoint answered beyond its status is not kept." });

export function presentLog(attempt: LoggedAttempt, workspaceId: string): z.input<typeof webhookLogShape> {
  const { error, statusCode, body } = attempt;
  return {
    userId: workspaceId,
    webhookId: attempt.endpointId,
    webhookName: attempt.endpointName,
    eventId: attempt.eventId,
    event: attempt.event,
    url: attempt.url,
    status: error ? "failed" : "success",
    ...(statusCode === null ? {} : { statusCode }),
    ...(body === "" ? {} : { requestPayload: JSON.parse(body) as Record<string, unknown> }),
    ...(error ? { errorMessage: describeError(error, statusCode) } : {}),
    attemptNumber: attempt.attempt,
    responseTime: attempt.durationMs ?? 0,
    createdAt: attempt.startedAt.toISOString(),
  };
}

type AttemptError = NonNullable<LoggedAttempt["error"]>;

const SENTENCES: Record<Exclude<AttemptError, "status">, string> = {
  refused: "The address is not one that may be reached.",
  timeout: "No answer came within 15 seconds.",
  tls: "The certificate could not be verified.",
  unreachable: "No whole answer came.",
  secret: "The endpoint's secret cannot be read with this installation's ENCRYPTION_KEYS.",
  interrupted: "The attempt was interrupted on our side. It is made again.",
};

export function describeError(error: AttemptError, statusCode: number | null): string {
  return error === "status" ? `The endpoint answered ${statusCode}; 2xx is success.` : SENTENCES[error];
}
