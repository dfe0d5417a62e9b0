import { z } from "zod";
import { listMessages } from "#lib/inbox/message-queries.ts";
import { answerMember } from "#lib/json-door.ts";

const query = z.object({
  conversation: z.uuid(),
  before: z.iso.datetime().optional(),
  beforeSeq: z.coerce.number().int().optional(),
});

/** `before` and `beforeSeq`: the oldest shown message's `occurredAt` and `seq`. Newest first. */
export function GET(request: Request) {
  return answerMember(request, query, (member, { conversation, before, beforeSeq }) =>
    listMessages(
      member,
      conversation,
      before && beforeSeq !== undefined ? { occurredAt: before, seq: beforeSeq } : undefined,
    ),
  );
}
