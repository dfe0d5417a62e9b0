import { z } from "zod";
import { queueReplies } from "#lib/inbox/replies.ts";
import { MAX_IMAGES } from "#lib/instagram/capabilities.ts";
import { takeFromMember } from "#lib/json-door.ts";

const part = z
  .strictObject({
    messageId: z.uuid(),
    text: z.string().min(1).max(10_000).optional(),
    uploadIds: z.array(z.uuid()).min(1).max(MAX_IMAGES).optional(),
    heart: z.literal(true).optional(),
  })
  .refine(({ text, uploadIds, heart }) => [text, uploadIds, heart].filter((one) => one !== undefined).length === 1);
const replies = z.strictObject({
  conversationId: z.uuid(),
  actId: z.uuid(),
  parts: z.array(part).min(1).max(20),
  humanAgent: z.boolean().optional(),
  replyToMid: z.string().min(1).max(1024).nullish(),
  undoMs: z.int().min(0).max(60_000).optional(),
  seenSeq: z.int().min(0).optional(),
});

/** Takes in what a member sends at once, text and files, and answers its messages as they are stored. */
export function POST(request: Request) {
  return takeFromMember(request, replies, queueReplies);
}
