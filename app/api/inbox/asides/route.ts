import { z } from "zod";
import { answerMember } from "#lib/json-door.ts";
import { listAsides } from "#lib/teamwork/asides.ts";

const query = z.object({ conversation: z.uuid() });

/** The notes of a conversation and the lines of its timeline. */
export function GET(request: Request) {
  return answerMember(request, query, (member, { conversation }) => listAsides(member, conversation));
}
