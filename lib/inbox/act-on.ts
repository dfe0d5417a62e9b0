import { and, asc, inArray } from "drizzle-orm";
import { type Tx, transaction } from "#db/client.ts";
import { conversations } from "#db/schema/index.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import type { Conversation } from "./threads.ts";
import { ownCondition } from "./view-conditions.ts";

/** As many as one act may be about. */
export const MAX_ACTED_ON = 200;

export type Acting = { conversationIds: string[] };
/** `refusedIds` do not exist for whoever asked, or not for whom it was meant; the others are as was asked, changed or not. */
export type Acted = { changedIds: string[]; refusedIds: string[] };
/** A member, or a program with an API key. */
export type Owner = Member | { workspaceId: string; apiKeyId: string };
export type Actor = { memberId?: string; apiKeyId?: string };

/**
 * One act on one or many conversations in one transaction. `act` gets those the owner may see, locked, and answers which it
 * changed and which it had to refuse. Throws NotFoundError where there is nothing to act on.
 */
export async function actOn(
  owner: Owner,
  conversationIds: string[],
  act: (tx: Tx, found: Conversation[], actor: Actor) => Promise<{ changed: Conversation[]; refused?: Conversation[] }>,
): Promise<Acted> {
  const ids = [...new Set(conversationIds)];
  if (ids.length > MAX_ACTED_ON) {
    throw new AppError("invalid_input", `At most ${MAX_ACTED_ON} conversations can be changed at once.`);
  }
  return transaction(async (tx) => {
    const found = await lockOwn(tx, owner, ids);
    if (found.length === 0) throw new NotFoundError("The conversation");
    const { changed, refused = [] } = await act(tx, found, actorOf(owner));
    const refusedToo = new Set(refused.map(({ id }) => id));
    const done = new Set(found.map(({ id }) => id).filter((id) => !refusedToo.has(id)));
    return { changedIds: changed.map(({ id }) => id), refusedIds: ids.filter((id) => !done.has(id)) };
  });
}

/** In the order of their ids, so that of two who lock several neither waits for the other in a circle. */
function lockOwn(tx: Tx, owner: Owner, ids: string[]): Promise<Conversation[]> {
  return tx
    .select()
    .from(conversations)
    .where(and(inArray(conversations.id, ids), ownCondition(owner)))
    .orderBy(asc(conversations.id))
    .for("update");
}

export function actorOf(owner: Owner): Actor {
  return "apiKeyId" in owner ? { apiKeyId: owner.apiKeyId } : { memberId: owner.id };
}
