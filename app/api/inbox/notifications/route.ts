import { z } from "zod";
import { answerMember } from "#lib/json-door.ts";
import { listNotifications } from "#lib/teamwork/notifications.ts";

export function GET(request: Request) {
  return answerMember(request, z.object({}), listNotifications);
}
