import { z } from "zod";
import { takeFromMember } from "#lib/json-door.ts";
import { showPresence } from "#lib/teamwork/presence.ts";

const beat = z.strictObject({ tabId: z.uuid(), conversationId: z.uuid().nullable(), isWriting: z.boolean() });

/** Where this tab looks; answered by where colleagues look. */
export function POST(request: Request) {
  return takeFromMember(request, beat, showPresence);
}
