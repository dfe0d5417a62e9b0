import { eq, sql } from "drizzle-orm";
import { type Database, db, type Tx } from "#db/client.ts";
import { contacts, conversations, type WorkspaceSettings, workspaces } from "#db/schema/index.ts";
import { getAccountAccess, recordRefusal } from "#lib/account-access.ts";
import { awaitSendTurn } from "#lib/account-sends.ts";
import { AppError } from "#lib/errors.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { sendAction } from "#lib/instagram/messages.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import type { Member } from "#lib/members/member.ts";
import type { Conversation } from "./threads.ts";

export type SeenPolicy = NonNullable<WorkspaceSettings["seenPolicy"]>;

const DEFAULT_POLICY: SeenPolicy = "on_reply";
/** Several parts of one answer are one look at the conversation. */
const COALESCE_MS = 1_000;

export async function getSeenPolicy({ workspaceId }: { workspaceId: string }): Promise<SeenPolicy> {
  const [workspace] = await db
    .select({ settings: workspaces.settings })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return workspace?.settings.seenPolicy ?? DEFAULT_POLICY;
}

/** For admins; from now on, and for everybody. */
export async function setSeenPolicy(member: Member, { seenPolicy }: { seenPolicy: SeenPolicy }): Promise<void> {
  await db
    .update(workspaces)
    .set({ settings: sql`${workspaces.settings} || ${JSON.stringify({ seenPolicy })}::jsonb` })
    .where(eq(workspaces.id, member.workspaceId));
}

/**
 * The customer is to see that their messages were seen, if that is the workspace's wish at this moment. Never waited for. Instagram
 * marks all they wrote or nothing: nothing where the newest (`lastInboundSeq`) came after what was seen (`throughSeq`).
 */
export async function queueSeen(
  tx: Tx | Database,
  { id: conversationId, workspaceId, lastInboundSeq }: Pick<Conversation, "id" | "workspaceId" | "lastInboundSeq">,
  moment: Exclude<SeenPolicy, "never">,
  throughSeq: number,
): Promise<void> {
  if (throughSeq < lastInboundSeq) return;
  const policy = sql<SeenPolicy>`coalesce(${workspaces.settings}->>'seenPolicy', ${DEFAULT_POLICY})`;
  const [workspace] = await tx.select({ policy }).from(workspaces).where(eq(workspaces.id, workspaceId));
  const isWished = workspace?.policy === moment || (workspace?.policy === "on_open" && moment === "on_reply");
  if (!isWished) return;
  const options = { key: `mark-seen:${conversationId}`, runInMs: COALESCE_MS, maxAttempts: 2 };
  await enqueue(tx, "mark-seen", { conversationId, throughSeq }, options);
}

/** Marks the customer's messages as seen (facts 3), unless others have come since. A courtesy: what stands in its way is let go. */
export async function markSeen(conversationId: string, throughSeq: number): Promise<void> {
  const [conversation] = await db
    .select({
      instagramAccountId: conversations.instagramAccountId,
      lastInboundSeq: conversations.lastInboundSeq,
      igsid: contacts.igsid,
    })
    .from(conversations)
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .where(eq(conversations.id, conversationId));
  if (!conversation || throughSeq < conversation.lastInboundSeq) return;
  let token: string | undefined;
  try {
    const access = await getAccountAccess(conversation.instagramAccountId);
    ({ token } = access);
    await awaitSendTurn(access.id);
    await sendAction(token, access.igId, { recipientId: conversation.igsid, action: "mark_seen" });
  } catch (error) {
    if (error instanceof AppError) return;
    if (!(error instanceof InstagramError)) throw error;
    await recordRefusal(db, conversation.instagramAccountId, error, token);
  }
}
