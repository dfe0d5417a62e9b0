import { z } from "zod";
import {
  eventsInput,
  groupsInput,
  headersInput,
  nameInput,
  secretInput,
  urlInput,
} from "#lib/outbox/endpoint-input.ts";
import { getEndpoint, listEndpoints } from "#lib/outbox/endpoint-queries.ts";
import { createEndpoint, deleteEndpoint, updateEndpoint } from "#lib/outbox/endpoints.ts";
import { sendTestEvent } from "#lib/outbox/send-now.ts";
import { doneShape, idField } from "./fields.ts";
import { describeError, presentWebhook, webhookShape } from "./present-webhook.ts";
import { invalid } from "./refusal.ts";
import { Answer, apiRoute } from "./route.ts";

const tag = "Webhooks";
const address = "/v1/webhooks/settings";

const settable = z.object({
  name: nameInput,
  url: urlInput.meta({ description: "https on port 443 or 8443, at public addresses." }),
  secret: secretInput.optional().meta({ description: "Made where none is given." }),
  events: eventsInput,
  isActive: z.boolean().optional(),
  customHeaders: headersInput.optional(),
  disabledResourceGroups: groupsInput.optional(),
});

const savedShape = z.object({ success: z.literal(true), webhook: webhookShape });

export const sentShape = z.object({ success: z.boolean(), message: z.string() });

export const listWebhooks = apiRoute({
  method: "GET",
  address,
  operationId: "getWebhookSettings",
  summary: "The workspace's webhooks, newest first, without their secrets",
  tag,
  result: z.object({ webhooks: z.array(webhookShape) }),
  run: async ({ key }) => ({ webhooks: (await listEndpoints(key)).map((one) => presentWebhook(one)) }),
});

export const createWebhook = apiRoute({
  method: "POST",
  address,
  operationId: "createWebhookSettings",
  summary: "Have events sent to an address; the answer holds the secret, this once",
  tag,
  body: settable,
  result: savedShape,
  async run({ key, body: { disabledResourceGroups, ...input } }) {
    const { id, secret } = await createEndpoint(key, { ...input, disabledGroups: disabledResourceGroups });
    return { success: true as const, webhook: presentWebhook(await getEndpoint(key, id), secret) };
  },
});

export const updateWebhook = apiRoute({
  method: "PUT",
  address,
  operationId: "updateWebhookSettings",
  summary: "Change what is given; an old secret signs beside a new one for a day",
  tag,
  body: settable.partial().extend({ webhookId: idField.optional(), _id: idField.optional() }),
  result: savedShape,
  async run({ key, body: { webhookId, _id, disabledResourceGroups, ...input } }) {
    const endpointId = webhookId ?? _id;
    if (!endpointId) throw invalid("Name the webhook.", "webhookId");
    await updateEndpoint(key, { ...input, endpointId, disabledGroups: disabledResourceGroups });
    return { success: true as const, webhook: presentWebhook(await getEndpoint(key, endpointId), input.secret) };
  },
});

export const deleteWebhook = apiRoute({
  method: "DELETE",
  address,
  operationId: "deleteWebhookSettings",
  summary: "Delete a webhook, with what waits for it and its log",
  tag,
  query: z.object({ webhookId: idField.optional(), id: idField.optional() }),
  result: doneShape,
  async run({ key, query: { webhookId, id } }) {
    const endpointId = webhookId ?? id;
    if (!endpointId) throw invalid("Name the webhook.", "webhookId");
    await deleteEndpoint(key, { endpointId });
    return { success: true };
  },
});

export const testWebhook = apiRoute({
  method: "POST",
  address: "/v1/webhooks/test",
  operationId: "testWebhook",
  summary: "Send a `webhook.test` event now, a single time",
  tag,
  body: z.object({ webhookId: idField }),
  result: sentShape,
  also: { 500: { description: "The endpoint did not take it", schema: sentShape } },
  async run({ key, body: { webhookId } }) {
    const { error, statusCode } = await sendTestEvent(key, { endpointId: webhookId });
    if (error) return new Answer(500, { success: false, message: describeError(error, statusCode) });
    return { success: true, message: `The endpoint answered ${statusCode}.` };
  },
});
