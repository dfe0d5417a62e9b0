import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { db, type Tx, transaction } from "#db/client.ts";
import { contacts, conversations, drafts, messages, uploads } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { answerableUntil } from "#lib/inbox/window.ts";
import type { Member } from "#lib/members/member.ts";
import { withinReach } from "#lib/reach.ts";
import { publish } from "#lib/realtime/publish.ts";
import { requireConversation } from "./require-conversation.ts";

/** So many of a member's drafts are handed to a browser, the latest first. */
const MAX_LISTED = 200;

export type DraftInput = {
  conversationId: string;
  text: string;
  isNote: boolean;
  replyToMid: string | null;
  uploadIds: string[];
  /** The version this one was written on top of; 0 where the writer knew of none. */
  expectedVersion: number;
};

export type StoredDraft = Pick<DraftInput, "text" | "isNote" | "replyToMid" | "uploadIds"> & { version: number };
export type Draft = Awaited<ReturnType<typeof listDrafts>>[number];

/** `conflict`: something else was written meanwhile, which `draft` is; nothing was changed. `draft` is null where none is left. */
export type DraftOutcome = { outcome: "saved" | "conflict"; draft: StoredDraft | null };

/**
 * Keeps what a member has begun to write in a conversation, a reply and a note apart, and tells their other browsers. An
 * empty one goes away. One that was sent or given up elsewhere meanwhile is no conflict: nothing of it could be lost.
 */
export async function saveDraft(member: Member, given: DraftInput): Promise<DraftOutcome> {
  const input = { ...given, text: storable(given.text) };
  return transaction(async (tx) => {
    await requireConversation(tx, member, input.conversationId);
    const known = await findDraft(tx, member, input);
    if (isSame(known, input)) return { outcome: "saved", draft: known };
    if (known && known.version !== input.expectedVersion) return { outcome: "conflict", draft: known };

    const written = await write(tx, member, input, known);
    if (written === "overtaken") {
      return { outcome: "conflict", draft: await findDraft(tx, member, input) };
    }
    await publish(tx, member.workspaceId, { topic: "drafts", memberId: member.id });
    return { outcome: "saved", draft: written };
  });
}

/** The member's drafts, latest first, with what a list and a composer show of them. */
export async function listDrafts(member: Member) {
  const rows = await db
    .select({
      conversationId: drafts.conversationId,
      ...content,
      updatedAt: drafts.updatedAt,
      lastInboundAt: conversations.lastInboundAt,
      windowRefusedAt: conversations.windowRefusedAt,
      contact: { id: contacts.id, igsid: contacts.igsid, name: contacts.name, username: contacts.username },
      quoted: {
        id: messages.id,
        direction: messages.direction,
        text: sql<string | null>`left(${messages.text}, 200)`,
        attachmentTypes: sql<string[]>`coalesce(jsonb_path_query_array(${messages.attachments}, '$[*].type'), '[]')`,
      },
    })
    .from(drafts)
    .innerJoin(conversations, eq(conversations.id, drafts.conversationId))
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .leftJoin(
      messages,
      and(
        eq(messages.instagramAccountId, conversations.instagramAccountId),
        eq(messages.mid, drafts.replyToMid),
        isNull(messages.deletedAt),
      ),
    )
    .where(
      and(
        eq(drafts.memberId, member.id),
        eq(conversations.workspaceId, member.workspaceId),
        withinReach(member, conversations.instagramAccountId),
      ),
    )
    .orderBy(desc(drafts.updatedAt), desc(drafts.conversationId), drafts.isNote)
    .limit(MAX_LISTED);
  const files = await listFiles(
    member,
    rows.flatMap(({ uploadIds }) => uploadIds),
  );
  const hasHumanAgent = env().HUMAN_AGENT === "on";
  return rows.map(({ uploadIds, quoted, lastInboundAt, windowRefusedAt, ...row }) => ({
    ...row,
    quoted: quoted?.id ? { ...quoted, isDeleted: false } : null,
    updatedAt: row.updatedAt.toISOString(),
    answerableUntil: answerableUntil(lastInboundAt, hasHumanAgent, windowRefusedAt)?.toISOString() ?? null,
    uploads: uploadIds.flatMap((id) => files.find((file) => file.id === id) ?? []),
  }));
}

const content = {
  text: drafts.text,
  isNote: drafts.isNote,
  replyToMid: drafts.replyToMid,
  uploadIds: drafts.uploadIds,
  version: drafts.version,
};

/** Those that are still there and were not sent. */
function listFiles({ workspaceId }: Member, ids: string[]) {
  if (ids.length === 0) return [];
  return db
    .select({
      id: uploads.id,
      type: uploads.type,
      mimeType: uploads.mimeType,
      sizeBytes: uploads.sizeBytes,
      width: uploads.width,
      height: uploads.height,
      name: uploads.name,
    })
    .from(uploads)
    .where(and(inArray(uploads.id, ids), eq(uploads.workspaceId, workspaceId), isNull(uploads.messageId)));
}

async function findDraft(tx: Tx, member: Member, input: DraftInput): Promise<StoredDraft | null> {
  const [found] = await tx.select(content).from(drafts).where(own(member, input)).for("update");
  return found ?? null;
}

function own({ id }: Member, { conversationId, isNote }: DraftInput) {
  return and(eq(drafts.memberId, id), eq(drafts.conversationId, conversationId), eq(drafts.isNote, isNote));
}

async function write(tx: Tx, member: Member, input: DraftInput, known: StoredDraft | null) {
  const { expectedVersion: _, ...values } = input;
  if (isEmpty(input)) {
    await tx.delete(drafts).where(own(member, input));
    return null;
  }
  const rows = known
    ? await tx
        .update(drafts)
        .set({ ...values, updatedAt: sql`now()` })
        .where(own(member, input))
        .returning(content)
    : await tx
        .insert(drafts)
        .values({ memberId: member.id, ...values })
        .onConflictDoNothing()
        .returning(content);
  return rows[0] ?? "overtaken";
}

/** Postgres carries neither NUL nor half of a character. */
function storable(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}

function isEmpty({ text, uploadIds }: Pick<DraftInput, "text" | "uploadIds">): boolean {
  return text.trim() === "" && uploadIds.length === 0;
}

function isSame(known: StoredDraft | null, input: DraftInput): boolean {
  if (!known) return isEmpty(input);
  return (
    known.text === input.text &&
    known.replyToMid === input.replyToMid &&
    known.uploadIds.join() === input.uploadIds.join()
  );
}
