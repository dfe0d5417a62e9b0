import { z } from "zod";
import { listConversations } from "#lib/inbox/conversation-queries.ts";
import { CONVERSATION_SORTS, CONVERSATION_VIEWS } from "#lib/inbox/views.ts";
import { answerMember } from "#lib/json-door.ts";

const query = z.object({
  view: z.enum(CONVERSATION_VIEWS).default("open"),
  account: z.uuid().nullable().default(null),
  label: z.uuid().nullable().default(null),
  sort: z.enum(CONVERSATION_SORTS).default("newest"),
  after: z.iso.datetime().optional(),
  afterId: z.uuid().optional(),
  past: z.literal("1").optional(),
});

/** `after`, `afterId` and `past`: the key of the last row of the page above. */
export function GET(request: Request) {
  return answerMember(request, query, (member, { view, account, label, sort, after, afterId, past }) =>
    listConversations(
      member,
      { view, accountId: account, labelId: label, sort },
      after && afterId ? { at: after, id: afterId, isPast: past !== undefined } : undefined,
    ),
  );
}
