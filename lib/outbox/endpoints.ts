import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { eventDeliveries, webhookEndpoints } from "#db/schema/index.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import type { Endpoint } from "./attempt.ts";
import { checkUrl } from "./endpoint-url.ts";
import { type Owner, requireOwner } from "./owner.ts";
import { makeSecret, openSecret, sealHeaders, sealSecret } from "./secrets.ts";

export type EndpointInput = {
  name: string;
  url: string;
  events: string[];
  secret?: string | undefined;
  isActive?: boolean | undefined;
  customHeaders?: Record<string, string> | undefined;
  disabledGroups?: string[] | undefined;
};

type Named = { endpointId: string };

const MAX_ENDPOINTS = 50;
/** So long both secrets sign: time enough to tell every consumer. */
const OVERLAP_HOURS = 24;

/** Makes an endpoint. Its secret is in the answer and nowhere else; where none is given it is made. */
export async function createEndpoint(owner: Owner, input: EndpointInput): Promise<{ id: string; secret: string }> {
  requireOwner(owner);
  const { workspaceId } = owner;
  const { name, events, secret = makeSecret(), isActive = true, customHeaders = {}, disabledGroups = [] } = input;
  const url = await checkUrl(input.url);
  const place = { id: randomUUID(), workspaceId };
  await transaction(async (tx) => {
    await refuseTooMany(tx, workspaceId);
    await tx.insert(webhookEndpoints).values({
      ...place,
      name,
      url,
      events,
      disabledGroups,
      secretCiphertext: sealSecret(secret, place),
      headersCiphertext: sealHeaders(customHeaders, place),
      pausedAt: isActive ? null : sql`now()`,
    });
  });
  return { id: place.id, secret };
}

/**
 * Changes what is given. A new secret signs beside the old one for a day. Switching on again forgives all failures, and it and
 * a new address let everything that waits go at once.
 */
export async function updateEndpoint(owner: Owner, { endpointId, ...input }: Named & Partial<EndpointInput>) {
  requireOwner(owner);
  const url = input.url === undefined ? undefined : await checkUrl(input.url);
  await transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, owner, endpointId);
    const isOn = endpoint.pausedAt === null && endpoint.disabledAt === null;
    const { name, events, disabledGroups, customHeaders, secret, isActive = isOn } = input;
    const isNewUrl = url !== undefined && url !== endpoint.url;
    const isBack = isActive && (!isOn || isNewUrl);
    await tx
      .update(webhookEndpoints)
      .set({
        name,
        url,
        events,
        disabledGroups,
        ...(customHeaders ? { headersCiphertext: sealHeaders(customHeaders, endpoint) } : {}),
        ...(secret && secret !== openSecret(endpoint) ? renewed(endpoint, secret) : {}),
        ...(isActive ? { pausedAt: null, disabledAt: null, disabledReason: null } : {}),
        ...(!isActive && isOn ? { pausedAt: sql`now()` } : {}),
        ...(isBack ? { failingSince: null, failedAttempts: 0, failedEvents: 0, heldUntil: null } : {}),
        id: endpoint.id,
      })
      .where(eq(webhookEndpoints.id, endpoint.id));
    if (isBack) await beginAgain(tx, endpoint.id);
  });
}

/** A fresh secret, shown this once; the old one signs beside it for a day. */
export async function rotateSecret(owner: Owner, { endpointId }: Named): Promise<{ secret: string }> {
  const secret = makeSecret();
  await updateEndpoint(owner, { endpointId, secret });
  return { secret };
}

/** Everything that was given up and still has its content goes out again, in its order and with a whole schedule. How many. */
export async function redeliverFailed(owner: Owner, { endpointId }: Named): Promise<number> {
  requireOwner(owner);
  return transaction(async (tx) => {
    const { id } = await lockEndpoint(tx, owner, endpointId);
    const { count } = await tx.execute(sql`
      update event_deliveries d set state = 'pending', settled_at = null
      from outgoing_events e
      where d.endpoint_id = ${id} and d.state = 'failed' and e.id = d.event_id and e.body <> '' and e.event <> 'webhook.test'`);
    await beginAgain(tx, id);
    return count;
  });
}

/** With everything that waits for it and its log. */
export async function deleteEndpoint(owner: Owner, { endpointId }: Named): Promise<void> {
  requireOwner(owner);
  await transaction(async (tx) => {
    const { id } = await lockEndpoint(tx, owner, endpointId);
    await tx.delete(webhookEndpoints).where(eq(webhookEndpoints.id, id));
  });
}

async function lockEndpoint(tx: Tx, { workspaceId }: Owner, id: string): Promise<Endpoint> {
  const [found] = await tx
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.id, id), eq(webhookEndpoints.workspaceId, workspaceId)))
    .for("update");
  if (!found) throw new NotFoundError("This webhook");
  return found;
}

/** Counted one after another, so that two at once cannot both be the last. */
async function refuseTooMany(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`webhook endpoints ${workspaceId}`}, 0))`);
  const count = await tx.$count(webhookEndpoints, eq(webhookEndpoints.workspaceId, workspaceId));
  if (count >= MAX_ENDPOINTS) {
    throw new AppError("invalid_input", `A workspace has at most ${MAX_ENDPOINTS} webhooks.`);
  }
}

function renewed(endpoint: Endpoint, secret: string) {
  return {
    secretCiphertext: sealSecret(secret, endpoint),
    previousSecretCiphertext: endpoint.secretCiphertext,
    previousSecretEndsAt: sql`now() + make_interval(hours => ${OVERLAP_HOURS})`,
  };
}

/** What waited while nobody took it has its whole schedule before it. */
async function beginAgain(tx: Tx, endpointId: string): Promise<void> {
  await tx
    .update(eventDeliveries)
    .set({ nextAttemptAt: sql`now()`, firstAttemptAt: null })
    .where(and(eq(eventDeliveries.endpointId, endpointId), eq(eventDeliveries.state, "pending")));
  await enqueue(tx, "deliver-events", { endpointId }, { key: `deliver-events:${endpointId}` });
}
