import { z } from "zod";
import { answerMember } from "#lib/json-door.ts";
import { getUnreadNotifications } from "#lib/teamwork/notifications.ts";

export function GET(request: Request) {
  return answerMember(request, z.object({}), getUnreadNotifications);
}
