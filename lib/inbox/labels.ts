import { and, count, eq, inArray, ne, sql } from "drizzle-orm";
import { db, type Tx, transaction } from "#db/client.ts";
import { conversationLabels, conversations, labels } from "#db/schema/index.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { publish } from "#lib/realtime/publish.ts";
import { recordTimelineOfAll } from "#lib/timeline.ts";
import { type Acted, type Acting, actOn, type Owner } from "./act-on.ts";

export const LABEL_COLORS = ["gray", "red", "orange", "amber", "green", "teal", "blue", "violet", "pink"] as const;
export type LabelColor = (typeof LABEL_COLORS)[number];
export const MAX_LABEL_NAME = 40;

export type Label = Awaited<ReturnType<typeof listLabels>>[number];
export type LabelInUse = Awaited<ReturnType<typeof listLabelsInUse>>[number];
type LabelInput = { name: string; color: LabelColor };

/** The workspace's labels by name. */
export async function listLabels({ workspaceId }: Pick<Member, "workspaceId">) {
  return db
    .select({ id: labels.id, name: labels.name, color: sql<LabelColor>`${labels.color}` })
    .from(labels)
    .where(eq(labels.workspaceId, workspaceId))
    .orderBy(sql`lower(${labels.name})`);
}

/** The same, each with how many conversations carry it, open and done. */
export async function listLabelsInUse(member: Pick<Member, "workspaceId">) {
  const [all, uses] = await Promise.all([
    listLabels(member),
    db
      .select({ labelId: labels.id, count: count() })
      .from(conversationLabels)
      .innerJoin(labels, eq(labels.id, conversationLabels.labelId))
      .where(eq(labels.workspaceId, member.workspaceId))
      .groupBy(labels.id),
  ]);
  const useOf = new Map(uses.map((use) => [use.labelId, use.count]));
  return all.map((label) => ({ ...label, conversationCount: useOf.get(label.id) ?? 0 }));
}

/** A name belongs to one label of the workspace, whatever its case: else `label_taken`. */
export async function createLabel(member: Pick<Member, "workspaceId">, input: LabelInput): Promise<{ id: string }> {
  const values = readable(input);
  return transaction(async (tx) => {
    await refuseTaken(tx, member, values.name);
    const [made] = await tx
      .insert(labels)
      .values({ ...values, workspaceId: member.workspaceId })
      .returning({ id: labels.id });
    await publish(tx, member.workspaceId, { topic: "labels" });
    return { id: made?.id ?? "" };
  });
}

export async function updateLabel(member: Member, { labelId, ...input }: LabelInput & { labelId: string }) {
  const values = readable(input);
  await transaction(async (tx) => {
    await refuseTaken(tx, member, values.name, labelId);
    const [changed] = await tx.update(labels).set(values).where(own(member, labelId)).returning({ id: labels.id });
    if (!changed) throw new NotFoundError("This label");
    await publish(tx, member.workspaceId, { topic: "labels" });
  });
}

/**
 * Takes it off every conversation. Browsers show only labels that exist, so that no conversation's row has to change; nor does
 * their timeline, which tells what was done to the one conversation and may be a hundred thousand.
 */
export async function deleteLabel(member: Member, { labelId }: { labelId: string }): Promise<void> {
  await transaction(async (tx) => {
    const [label] = await tx.select({ id: labels.id }).from(labels).where(own(member, labelId)).for("update");
    if (!label) throw new NotFoundError("This label");
    await tx.delete(conversationLabels).where(eq(conversationLabels.labelId, labelId));
    await tx.delete(labels).where(eq(labels.id, labelId));
    await publish(tx, member.workspaceId, { topic: "labels" });
  });
}

/** Puts a label on conversations or takes it off. */
export function labelConversations(
  member: Owner,
  { labelId, isOn, conversationIds }: Acting & { labelId: string; isOn: boolean },
): Promise<Acted> {
  return actOn(member, conversationIds, async (tx, found, actor) => {
    // Against a deletion meanwhile; many may put the same label on different conversations at once.
    const [label] = await tx.select().from(labels).where(own(member, labelId)).for("share");
    if (!label) throw new NotFoundError("This label");
    const ids = found.map(({ id }) => id);
    const changed = isOn ? await putOn(tx, labelId, ids) : await takeOff(tx, labelId, ids);
    const changedIds = new Set(changed.map(({ conversationId }) => conversationId));
    const changing = found.filter(({ id }) => changedIds.has(id));
    await touch(tx, [...changedIds]);
    const detail = () => ({ labelId, name: label.name });
    await recordTimelineOfAll(tx, changing, actor, isOn ? "labelled" : "unlabelled", detail);
    return { changed: changing };
  });
}

function putOn(tx: Tx, labelId: string, ids: string[]) {
  return tx
    .insert(conversationLabels)
    .values(ids.map((conversationId) => ({ conversationId, labelId })))
    .onConflictDoNothing()
    .returning({ conversationId: conversationLabels.conversationId });
}

function takeOff(tx: Tx, labelId: string, ids: string[]) {
  return tx
    .delete(conversationLabels)
    .where(and(eq(conversationLabels.labelId, labelId), inArray(conversationLabels.conversationId, ids)))
    .returning({ conversationId: conversationLabels.conversationId });
}

/** A browser keeps the row with the higher version, so what a row shows beside its own columns must raise it. */
async function touch(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(conversations)
    .set({ contactId: sql`${conversations.contactId}` })
    .where(inArray(conversations.id, ids));
}

/** The workspace's labels are named one after another, so that two cannot take the same name. */
async function refuseTaken(
  tx: Tx,
  { workspaceId }: Pick<Member, "workspaceId">,
  name: string,
  labelId?: string,
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`labels:${workspaceId}`}, 0))`);
  const [other] = await tx
    .select({ id: labels.id })
    .from(labels)
    .where(
      and(
        eq(labels.workspaceId, workspaceId),
        labelId ? ne(labels.id, labelId) : undefined,
        sql`lower(${labels.name}) = lower(${name})`,
      ),
    );
  if (other) throw new AppError("label_taken", `There is a label ${name} already.`, { name });
}

function readable({ name, color }: LabelInput): LabelInput {
  const words = name.replaceAll("\u0000", "").toWellFormed().replace(/\s+/gu, " ").trim();
  if (words === "" || words.length > MAX_LABEL_NAME || !LABEL_COLORS.includes(color)) {
    throw new AppError("invalid_input", `A label needs a name of at most ${MAX_LABEL_NAME} characters and a colour.`);
  }
  return { name: words, color };
}

function own({ workspaceId }: Pick<Member, "workspaceId">, labelId: string) {
  return and(eq(labels.id, labelId), eq(labels.workspaceId, workspaceId));
}
