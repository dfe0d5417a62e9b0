import { z } from "zod";
import { answerMember } from "#lib/json-door.ts";
import { MAX_QUERY } from "#lib/search/limits.ts";
import { searchConversation } from "#lib/search/search-conversation.ts";

const query = z.object({ q: z.string().max(MAX_QUERY), conversation: z.uuid() });

export function GET(request: Request) {
  return answerMember(request, query, (member, { q, conversation }) =>
    searchConversation(member, { conversationId: conversation, query: q }),
  );
}
