import { z } from "zod";
import { answerMember } from "#lib/json-door.ts";
import { MAX_QUERY } from "#lib/search/limits.ts";
import { searchInbox } from "#lib/search/search-inbox.ts";

const query = z.object({
  q: z.string().max(MAX_QUERY),
  account: z.uuid().optional(),
  before: z.iso.datetime().optional(),
  beforeId: z.uuid().optional(),
});

/** `before` and `beforeId`: the `next` of the page before. */
export function GET(request: Request) {
  return answerMember(request, query, (member, { q, account, before, beforeId }) =>
    searchInbox(member, {
      query: q,
      accountId: account,
      before: before && beforeId ? { at: before, id: beforeId } : undefined,
    }),
  );
}
