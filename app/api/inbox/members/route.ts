import { z } from "zod";
import { listAssignees } from "#lib/inbox/assignees.ts";
import { answerMember } from "#lib/json-door.ts";

export function GET(request: Request) {
  return answerMember(request, z.object({}), listAssignees);
}
