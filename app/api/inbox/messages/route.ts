import { z } from "zod";
import { listMessages, listMessagesUntil, MAX_MESSAGES_PAGE } from "#lib/inbox/message-queries.ts";
import { answerMember } from "#lib/json-door.ts";

const query = z.object({
  conversation: z.uuid(),
  before: z.iso.datetime().optional(),
  beforeSeq: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(MAX_MESSAGES_PAGE).optional(),
  around: z.uuid().optional(),
});

/**
 * `before` and `beforeSeq`: the oldest shown message's `occurredAt` and `seq`. Newest first. `around` names a message the
 * page is to reach, however far away; it has at most 1000 messages all the same.
 */
export function GET(request: Request) {
  return answerMember(request, query, (member, { conversation, before: occurredAt, beforeSeq: seq, limit, around }) => {
    const before = occurredAt && seq !== undefined ? { occurredAt, seq } : undefined;
    return around
      ? listMessagesUntil(member, conversation, { around, before })
      : listMessages(member, conversation, { before, limit });
  });
}
