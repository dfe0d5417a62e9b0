import { z } from "zod";
import { answerMember } from "#lib/json-door.ts";
import { listColleagues } from "#lib/members/queries.ts";

export function GET(request: Request) {
  return answerMember(request, z.object({}), listColleagues);
}
