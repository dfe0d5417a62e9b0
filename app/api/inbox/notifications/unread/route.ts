import { z } from "zod";
import { answerMember } from "#lib/json-door.ts";
import { countUnreadNotifications } from "#lib/teamwork/notifications.ts";

export function GET(request: Request) {
  return answerMember(request, z.object({}), countUnreadNotifications);
}
