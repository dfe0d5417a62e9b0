import { z } from "zod";
import { getDelta } from "#lib/inbox/delta.ts";
import { answerMember } from "#lib/json-door.ts";

const query = z.object({ since: z.string().regex(/^\d{1,20}$/) });

export function GET(request: Request) {
  return answerMember(request, query, (member, { since }) => getDelta(member, since));
}
