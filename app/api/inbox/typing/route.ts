import { z } from "zod";
import { tellTyping } from "#lib/inbox/typing.ts";
import { takeFromMember } from "#lib/json-door.ts";

const typing = z.strictObject({ conversationId: z.uuid() });

/** A member writes: the customer sees it for a while. Answers whether they do; that it fails harms nobody. */
export function POST(request: Request) {
  return takeFromMember(request, typing, tellTyping);
}
