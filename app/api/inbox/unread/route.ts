import { z } from "zod";
import { countUnreadConversations } from "#lib/inbox/conversation-queries.ts";
import { answerMember } from "#lib/json-door.ts";

export function GET(request: Request) {
  return answerMember(request, z.object({}), countUnreadConversations);
}
