import { z } from "zod";
import { takeFromMember } from "#lib/json-door.ts";
import { leave } from "#lib/teamwork/presence.ts";

/** For `navigator.sendBeacon`, which knows no other method: what a closing page can still say. */
export function POST(request: Request) {
  return takeFromMember(request, z.strictObject({ tabId: z.uuid() }), leave);
}
