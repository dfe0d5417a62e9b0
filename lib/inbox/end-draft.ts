import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { drafts } from "#db/schema/index.ts";
import { publish } from "#lib/realtime/publish.ts";
import { type Author, isProgram } from "./author.ts";
import type { RepliesInput } from "./store-replies.ts";

/** What was written has been sent: it is no draft any more, on none of the member's devices. A heart leaves it alone. */
export async function endDraft(tx: Tx, author: Author, { conversationId, parts }: RepliesInput): Promise<void> {
  if (isProgram(author) || !parts.some((part) => "text" in part || "uploadIds" in part)) return;
  const [ended] = await tx
    .delete(drafts)
    .where(and(eq(drafts.memberId, author.id), eq(drafts.conversationId, conversationId), eq(drafts.isNote, false)))
    .returning({ version: drafts.version });
  if (ended) await publish(tx, author.workspaceId, { topic: "drafts", memberId: author.id });
}
