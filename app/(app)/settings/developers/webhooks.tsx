import { z } from "zod";
import { DeliverySection } from "#components/settings/delivery-section.tsx";
import { WebhookGuide } from "#components/settings/webhook-guide.tsx";
import { WebhookSection } from "#components/settings/webhook-section.tsx";
import type { Member } from "#lib/members/member.ts";
import { listDeliveries } from "#lib/outbox/delivery-queries.ts";
import { EVENT_NAMES } from "#lib/outbox/endpoint-input.ts";
import { listEndpoints } from "#lib/outbox/endpoint-queries.ts";
import * as actions from "./webhook-actions.ts";

export type Query = Record<string, string | string[] | undefined>;

/** Endpoints, how to verify what they are sent, and what became of it. */
export async function Webhooks({ member, query }: { member: Member; query: Query }) {
  const filter = readFilter(query);
  const [endpoints, { deliveries, next }] = await Promise.all([listEndpoints(member), listDeliveries(member, filter)]);
  const { createWebhook, updateWebhook, rotateWebhookSecret, deleteWebhook, sendTestEvent, redeliverFailed } = actions;
  return (
    <>
      <WebhookSection
        endpoints={endpoints}
        eventNames={EVENT_NAMES}
        actions={{
          create: createWebhook,
          update: updateWebhook,
          rotate: rotateWebhookSecret,
          remove: deleteWebhook,
          test: sendTestEvent,
          redeliverFailed,
        }}
      />
      {endpoints.length > 0 && (
        <DeliverySection
          deliveries={deliveries}
          olderHref={next === null ? null : hrefOf({ ...filter, before: next })}
          endpoints={endpoints}
          filter={filter}
          redeliver={actions.redeliverEvent}
        />
      )}
      <WebhookGuide />
    </>
  );
}

const filters = z.object({
  endpoint: z.uuid().optional().catch(undefined),
  state: z.enum(["pending", "delivered", "failed"]).optional().catch(undefined),
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});

function readFilter(query: Query) {
  const { endpoint, state, before } = filters.parse(query);
  return { endpointId: endpoint, state, before };
}

function hrefOf({ endpointId, state, before }: ReturnType<typeof readFilter>): string {
  const query = new URLSearchParams({
    ...(endpointId ? { endpoint: endpointId } : {}),
    ...(state ? { state } : {}),
    before: String(before),
  });
  return `?${query}#deliveries`;
}
