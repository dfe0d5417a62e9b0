import { and, eq, type SQL, sql } from "drizzle-orm";
import { db, type Tx, transaction } from "#db/client.ts";
import { conversations, presences } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { withinReach } from "#lib/reach.ts";
import { publish } from "#lib/realtime/publish.ts";
import { requireConversation } from "./require-conversation.ts";

/** A tab says every twenty seconds that it is looked at; whoever misses two beats is gone. */
const HERE_MS = 45_000;
/** While somebody writes, their tab says so every three seconds. */
const WRITING_MS = 7_000;

export type Presence = Awaited<ReturnType<typeof listPresence>>[number];

export type PresenceBeat = {
  tabId: string;
  /** Null while only the list is looked at. */
  conversationId: string | null;
  isWriting: boolean;
};

/**
 * A tab says where its member looks and whether they write; the answer is where the others do. A beat that shows nothing new
 * is one small update that nobody hears of, and so is every beat of somebody who is alone.
 */
export async function showPresence(member: Member, beat: PresenceBeat): Promise<Presence[]> {
  if (!(await stay(member, beat))) await move(member, beat);
  return listPresence(member);
}

/** The tab was closed, or is looked at no more. */
export async function leave(member: Member, { tabId }: { tabId: string }): Promise<void> {
  await transaction(async (tx) => {
    const gone = await tx.delete(presences).where(ownTab(member, tabId)).returning({ tabId: presences.tabId });
    if (gone.length > 0) await tellOthers(tx, member);
  });
}

/** Where colleagues look just now, and for how long that may be believed, in milliseconds. */
export async function listPresence(member: Member) {
  return db.execute<{
    memberId: string;
    name: string;
    conversationId: string;
    hereForMs: number;
    writingForMs: number;
  }>(sql`
    select p.member_id as "memberId", m.name, p.conversation_id as "conversationId",
      max(extract(epoch from p.here_until - now()) * 1000)::int as "hereForMs",
      greatest(0, max(extract(epoch from p.writing_until - now()) * 1000))::int as "writingForMs"
    from presences p join members m on m.id = p.member_id
    where p.workspace_id = ${member.workspaceId} and p.member_id <> ${member.id}
      and p.here_until > now() and p.conversation_id is not null and m.removed_at is null
      ${hiddenOut(member)}
    group by p.member_id, m.name, p.conversation_id
    order by m.name, p.member_id`);
}

/** Who looks at what a member may not see is not shown to them. */
function hiddenOut(member: Member): SQL {
  const isSeen = withinReach(member, conversations.instagramAccountId);
  return isSeen
    ? sql`and exists (select 1 from ${conversations} where ${conversations.id} = p.conversation_id and ${isSeen})`
    : sql``;
}

/** True when others see nothing new by it. */
async function stay(member: Member, { tabId, conversationId, isWriting }: PresenceBeat): Promise<boolean> {
  const stayed = await db
    .update(presences)
    .set(validity(isWriting))
    .where(
      and(
        ownTab(member, tabId),
        sql`${presences.conversationId} is not distinct from ${conversationId}::uuid`,
        sql`${presences.hereUntil} > now()`,
        sql`(${presences.writingUntil} > now()) = ${isWriting}`,
      ),
    )
    .returning({ tabId: presences.tabId });
  return stayed.length > 0;
}

async function move(member: Member, { tabId, conversationId, isWriting }: PresenceBeat): Promise<void> {
  await transaction(async (tx) => {
    if (conversationId) await requireConversation(tx, member, conversationId);
    const shown = { conversationId, ...validity(isWriting) };
    await tx
      .insert(presences)
      .values({ memberId: member.id, workspaceId: member.workspaceId, tabId, ...shown })
      .onConflictDoUpdate({ target: [presences.memberId, presences.tabId], set: shown });
    await tx
      .delete(presences)
      .where(and(eq(presences.memberId, member.id), sql`${presences.hereUntil} < now() - interval '1 minute'`));
    await tellOthers(tx, member);
  });
}

function validity(isWriting: boolean) {
  return { hereUntil: after(HERE_MS), writingUntil: after(isWriting ? WRITING_MS : -1_000) };
}

function after(ms: number) {
  return sql<Date>`now() + make_interval(secs => ${ms / 1_000})`;
}

/** Whoever opens the inbox later reads it there. */
async function tellOthers(tx: Tx, { id, workspaceId }: Member): Promise<void> {
  const others = sql`${presences.workspaceId} = ${workspaceId} and ${presences.memberId} <> ${id}
    and ${presences.hereUntil} > now()`;
  const somebody = await tx.select({ tabId: presences.tabId }).from(presences).where(others).limit(1);
  if (somebody.length > 0) await publish(tx, workspaceId, { topic: "presence" });
}

function ownTab(member: Member, tabId: string) {
  return and(eq(presences.memberId, member.id), eq(presences.tabId, tabId));
}
