import { z } from "zod";
import { listLabels } from "#lib/inbox/labels.ts";
import { answerMember } from "#lib/json-door.ts";

export function GET(request: Request) {
  return answerMember(request, z.object({}), listLabels);
}
