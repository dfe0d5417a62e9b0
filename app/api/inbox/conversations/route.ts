import { z } from "zod";
import { listConversations } from "#lib/inbox/conversation-queries.ts";
import { answerMember } from "#lib/json-door.ts";

const query = z.object({
  view: z.enum(["open", "unread", "done"]).default("open"),
  account: z.uuid().optional(),
  before: z.iso.datetime().optional(),
  beforeId: z.uuid().optional(),
});

/** `before` and `beforeId`: the last row's `lastMessageAt` and `id` of the page above. */
export function GET(request: Request) {
  return answerMember(request, query, (member, { view, account, before, beforeId }) =>
    listConversations(member, {
      view,
      accountId: account,
      before: before && beforeId ? { lastMessageAt: before, id: beforeId } : undefined,
    }),
  );
}
