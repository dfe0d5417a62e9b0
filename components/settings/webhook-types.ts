import type { Action } from "#lib/action.ts";
import type { Outcome } from "#lib/outbox/attempt.ts";
import type { AskedEvent } from "#lib/outbox/endpoint-input.ts";
import type { EndpointSummary } from "#lib/outbox/endpoint-queries.ts";

export type WebhookInput = { name: string; url: string; events: AskedEvent[]; customHeaders: Record<string, string> };

type Named = { endpointId: string };

/** What an admin can do about webhooks; each answers when it is done. */
export type WebhookActions = {
  create: Action<WebhookInput, { id: string; secret: string }>;
  update: Action<Named & Partial<WebhookInput> & { isActive?: boolean }, void>;
  rotate: Action<Named, { secret: string }>;
  remove: Action<Named, void>;
  test: Action<Named, Outcome>;
  redeliverFailed: Action<Named, number>;
};

export type { AskedEvent, EndpointSummary, Outcome };
