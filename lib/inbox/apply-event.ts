import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { instagramAccounts } from "#db/schema/index.ts";
import { listensIn } from "#lib/emit/emit.ts";
import type { InstagramEvent } from "#lib/instagram/webhook.ts";
import { applyCard } from "./apply-card.ts";
import { applyComment } from "./apply-comment.ts";
import { applyEffect } from "./apply-effect.ts";
import { applyMessage } from "./apply-message.ts";
import { applyStrayEdit } from "./recover-message.ts";

/** `waiting`: the event speaks of a message that has not come yet and is applied together with it. */
export type Outcome = { state: "applied" | "waiting" | "ignored" | "dead"; reason?: string };

/** `listens`: the events programs ask for, where it is known. */
export type Account = Pick<typeof instagramAccounts.$inferSelect, "id" | "workspaceId" | "igId"> & {
  listens?: string[];
};

export const APPLIED: Outcome = { state: "applied" };
/** Of before a person was erased: nothing of the event is kept. */
export const ERASED: Outcome = { state: "ignored", reason: "erased" };

/**
 * Makes one event of this account true in the inbox. Everything happens in the caller's transaction, together with the event's mark.
 */
export async function applyEvent(tx: Tx, event: InstagramEvent, account: Account | undefined): Promise<Outcome> {
  if (event.test) return { state: "ignored", reason: "dashboard_test" };
  if (!account) return { state: "ignored", reason: "unknown_account" };

  switch (event.kind) {
    case "message":
      return applyMessage(tx, account, event);
    case "message_edit":
    case "message_deleted":
    case "reaction":
    case "read":
      return applyEffect(tx, account, event);
    case "postback":
    case "referral":
    case "optin":
    case "handover":
      return applyCard(tx, account, event);
    case "unknown":
      return event.contactIgsid && event.reason === "unknown_event"
        ? applyCard(tx, account, event)
        : { state: "dead", reason: event.reason };
    case "stray_edit":
      return applyStrayEdit(tx, account, event);
    case "comment":
      return applyComment(tx, account, event);
  }
}

/** Undefined for an account that is not connected here. */
export async function findAccount(tx: Tx, igId: string): Promise<Account | undefined> {
  const [account] = await tx
    .select({
      id: instagramAccounts.id,
      workspaceId: instagramAccounts.workspaceId,
      igId: instagramAccounts.igId,
      listens: listensIn(sql`${instagramAccounts}.workspace_id`),
    })
    .from(instagramAccounts)
    .where(and(eq(instagramAccounts.igId, igId), isNull(instagramAccounts.disconnectedAt)));
  return account;
}
