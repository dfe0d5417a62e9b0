import { setTimeout } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { DatabaseBusyError } from "#db/deadlines.ts";
import { webhookEvents } from "#db/schema/index.ts";
import { recordDelivery } from "#lib/inbox/intake.ts";
import { processEvents } from "#lib/inbox/process-events.ts";

export type WireEvent = { timestamp: number; sender?: { id: string }; recipient?: { id: string } } & Record<
  string,
  unknown
>;

/** A webhook body as Instagram writes it (facts 2.4). */
export function bodyOf(igId: string, events: WireEvent[], envelope: "messaging" | "standby" = "messaging"): Uint8Array {
  const entry = { time: Date.now(), id: igId, [envelope]: events };
  return Buffer.from(JSON.stringify({ object: "instagram", entry: [entry] }));
}

/** A comment, live comment or mention of an hour ago (facts 2.7). */
export function commentOf(igId: string, value: object, field = "comments"): Uint8Array {
  const entry = { id: igId, time: Math.floor(Date.now() / 1_000) - 3_600, changes: [{ field, value }] };
  return Buffer.from(JSON.stringify({ object: "instagram", entry: [entry] }));
}

/** Takes a body in and applies it, as webhook door and worker do between them. */
export async function deliver(body: Uint8Array): Promise<void> {
  await take(body);
  await applyPending();
}

export function take(body: Uint8Array): Promise<void> {
  return untilAnswered(() => recordDelivery(body));
}

export async function applyPending(): Promise<void> {
  const lanes = await db
    .selectDistinct({ lane: webhookEvents.lane })
    .from(webhookEvents)
    .where(eq(webhookEvents.state, "pending"));
  const whole = { sliceMs: Number.POSITIVE_INFINITY };
  await Promise.all(lanes.map(({ lane }) => untilAnswered(() => processEvents(lane, whole))));
}

/** Does again what the database had no time for, as Instagram and the queue do: a machine that is busy otherwise changes no outcome. */
export async function untilAnswered(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
    await setTimeout(50);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof DatabaseBusyError || (error instanceof Error && isBusy(error.cause));
}

/** One customer's and the account's side of a conversation, as wire events a second apart from each other. */
export function wire(igId: string, igsid: string, startedAt = Date.now() - 3_600_000) {
  const [customer, business] = [{ id: igsid }, { id: igId }];
  const inbound = (second: number, rest: object): WireEvent => ({
    sender: customer,
    recipient: business,
    timestamp: startedAt + second * 1_000,
    ...rest,
  });
  return {
    message: (second: number, mid: string, text: string, rest: object = {}) =>
      inbound(second, { message: { mid, text, ...rest } }),
    echo: (second: number, mid: string, text: string): WireEvent => ({
      ...inbound(second, { message: { mid, text, is_echo: true } }),
      sender: business,
      recipient: customer,
    }),
    edit: (second: number, mid: string, text: string, numEdit: number) =>
      inbound(second, { message_edit: { mid, text, num_edit: numEdit } }),
    unsend: (second: number, mid: string) => inbound(second, { message: { mid, is_deleted: true } }),
    react: (second: number, mid: string, emoji: string) =>
      inbound(second, { reaction: { mid, action: "react", reaction: "other", emoji } }),
    unreact: (second: number, mid: string) => inbound(second, { reaction: { mid, action: "unreact" } }),
    read: (second: number, mid: string) => inbound(second, { read: { mid } }),
    postback: (second: number, mid: string, title: string) =>
      inbound(second, { postback: { mid, title, payload: title.toUpperCase() } }),
    control: (second: number, action: "pass" | "take") =>
      inbound(second, { [`${action}_thread_control`]: { previous_owner_app_id: "26390", new_owner_app_id: "10394" } }),
    raw: inbound,
  };
}
