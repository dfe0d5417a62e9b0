import { z } from "zod";
import { answerMember } from "#lib/json-door.ts";
import { listSavedReplies } from "#lib/teamwork/saved-replies.ts";

export function GET(request: Request) {
  return answerMember(request, z.object({}), listSavedReplies);
}
