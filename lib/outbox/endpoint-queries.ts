import { and, desc, eq, type SQL } from "drizzle-orm";
import { db } from "#db/client.ts";
import { webhookEndpoints } from "#db/schema/index.ts";
import { DecryptionError } from "#lib/crypto.ts";
import { NotFoundError } from "#lib/errors.ts";
import type { Endpoint } from "./attempt.ts";
import { type Owner, requireOwner } from "./owner.ts";
import { openHeaders } from "./secrets.ts";

export type EndpointSummary = Awaited<ReturnType<typeof listEndpoints>>[number];

/** The workspace's endpoints, newest first, never with a secret. */
export async function listEndpoints(owner: Owner) {
  requireOwner(owner);
  return (await select(eq(webhookEndpoints.workspaceId, owner.workspaceId))).map(summaryOf);
}

export async function getEndpoint(owner: Owner, id: string): Promise<EndpointSummary> {
  return summaryOf(await getEndpointRow(owner, id));
}

/** For whoever sends to it. */
export async function getEndpointRow(owner: Owner, id: string): Promise<Endpoint> {
  requireOwner(owner);
  const own = and(eq(webhookEndpoints.id, id), eq(webhookEndpoints.workspaceId, owner.workspaceId));
  const [found] = await select(own);
  if (!found) throw new NotFoundError("This webhook");
  return found;
}

function select(which: SQL | undefined): Promise<Endpoint[]> {
  return db.select().from(webhookEndpoints).where(which).orderBy(desc(webhookEndpoints.createdAt));
}

function summaryOf(endpoint: Endpoint) {
  const { id, name, url, events, disabledGroups, createdAt, pausedAt, disabledAt, disabledReason } = endpoint;
  const { lastDeliveredAt, failingSince, failedEvents, previousSecretEndsAt } = endpoint;
  return {
    id,
    name,
    url,
    events,
    disabledGroups,
    createdAt,
    isActive: pausedAt === null && disabledAt === null,
    disabledAt,
    disabledReason,
    lastDeliveredAt,
    failingSince,
    failedEvents,
    rotationEndsAt: previousSecretEndsAt && previousSecretEndsAt > new Date() ? previousSecretEndsAt : null,
    customHeaders: readHeaders(endpoint),
  };
}

/** Headers that cannot be read must not keep the endpoint from being seen and mended. */
function readHeaders(endpoint: Endpoint): Record<string, string> {
  try {
    return openHeaders(endpoint);
  } catch (error) {
    if (error instanceof DecryptionError) return {};
    throw error;
  }
}
