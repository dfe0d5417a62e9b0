import { and, asc, eq, ne, sql } from "drizzle-orm";
import { db, type Tx, transaction } from "#db/client.ts";
import { members, savedReplies } from "#db/schema/index.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { publish } from "#lib/realtime/publish.ts";

export const MAX_SHORTCUT = 40;
export const MAX_SAVED_TEXT = 5_000;

export type SavedReply = Awaited<ReturnType<typeof listSavedReplies>>[number];
type SavedReplyInput = { shortcut: string; text: string };

/** The workspace's answers ready to hand, by shortcut. */
export async function listSavedReplies({ workspaceId }: Member) {
  return db
    .select({
      id: savedReplies.id,
      shortcut: savedReplies.shortcut,
      text: savedReplies.text,
      updatedAt: savedReplies.updatedAt,
      createdBy: { id: members.id, name: members.name },
    })
    .from(savedReplies)
    .leftJoin(members, eq(members.id, savedReplies.createdBy))
    .where(eq(savedReplies.workspaceId, workspaceId))
    .orderBy(sql`lower(${savedReplies.shortcut})`, asc(savedReplies.id));
}

/** A shortcut belongs to one reply of the workspace, whatever its case: else `shortcut_taken`. */
export async function createSavedReply(member: Member, input: SavedReplyInput): Promise<{ id: string }> {
  const values = readable(input);
  return transaction(async (tx) => {
    await refuseTaken(tx, member, values);
    const [made] = await tx
      .insert(savedReplies)
      .values({ ...values, workspaceId: member.workspaceId, createdBy: member.id })
      .returning({ id: savedReplies.id });
    await tell(tx, member);
    return { id: made?.id ?? "" };
  });
}

export async function updateSavedReply(member: Member, input: SavedReplyInput & { id: string }): Promise<void> {
  const values = readable(input);
  await transaction(async (tx) => {
    await refuseTaken(tx, member, { ...values, id: input.id });
    const [changed] = await tx
      .update(savedReplies)
      .set({ ...values, updatedAt: sql`now()` })
      .where(ownReply(member, input.id))
      .returning({ id: savedReplies.id });
    if (!changed) throw new NotFoundError("This saved reply");
    await tell(tx, member);
  });
}

/** Twice changes nothing. */
export async function deleteSavedReply(member: Member, { id }: { id: string }): Promise<void> {
  await transaction(async (tx) => {
    const [gone] = await tx.delete(savedReplies).where(ownReply(member, id)).returning({ id: savedReplies.id });
    if (gone) await tell(tx, member);
  });
}

/** The workspace's shortcuts are changed one after another, so that two cannot take the same one. */
async function refuseTaken(tx: Tx, { workspaceId }: Member, { id, shortcut }: { id?: string; shortcut: string }) {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`saved-replies:${workspaceId}`}, 0))`);
  const [other] = await tx
    .select({ id: savedReplies.id })
    .from(savedReplies)
    .where(
      and(
        eq(savedReplies.workspaceId, workspaceId),
        id ? ne(savedReplies.id, id) : undefined,
        sql`lower(${savedReplies.shortcut}) = lower(${shortcut})`,
      ),
    );
  if (!other) return;
  throw new AppError("shortcut_taken", `The shortcut /${shortcut} is taken by another saved reply.`, { shortcut });
}

function readable({ shortcut, text }: SavedReplyInput): SavedReplyInput {
  const name = shortcut.trim().replace(/^\/+/, "");
  if (!/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(name) || name.length > MAX_SHORTCUT) {
    throw new AppError("invalid_input", "A shortcut is one word of letters, digits, - and _.");
  }
  const words = text.trim().replaceAll("\u0000", "").toWellFormed();
  if (words === "" || words.length > MAX_SAVED_TEXT) throw new AppError("invalid_input", "Write a text first.");
  return { shortcut: name, text: words };
}

function ownReply({ workspaceId }: Member, id: string) {
  return and(eq(savedReplies.id, id), eq(savedReplies.workspaceId, workspaceId));
}

function tell(tx: Tx, { workspaceId }: Member): Promise<void> {
  return publish(tx, workspaceId, { topic: "saved_replies" });
}
