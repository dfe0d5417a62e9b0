import { z } from "zod";
import { reactAsMember } from "#lib/inbox/reactions.ts";
import { takeFromMember } from "#lib/json-door.ts";

const reaction = z.strictObject({
  messageId: z.uuid(),
  emoji: z
    .string()
    .max(40)
    .regex(/^\p{Emoji}/u)
    .nullable(),
});

/** Reacts, or takes the reaction back with null, and answers the message once Instagram has it. */
export function POST(request: Request) {
  return takeFromMember(request, reaction, reactAsMember);
}
