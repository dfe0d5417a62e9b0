import { z } from "zod";
import { countViews } from "#lib/inbox/view-counts.ts";
import { answerMember } from "#lib/json-door.ts";

const query = z.object({ account: z.uuid().optional() });

export function GET(request: Request) {
  return answerMember(request, query, (member, { account }) => countViews(member, account));
}
