import { z } from "zod";
import { answerMember, takeFromMember } from "#lib/json-door.ts";
import { listDrafts, saveDraft } from "#lib/teamwork/drafts.ts";

const draft = z.strictObject({
  conversationId: z.uuid(),
  text: z.string().max(20_000),
  isNote: z.boolean(),
  replyToMid: z.string().min(1).max(1024).nullable(),
  uploadIds: z.array(z.uuid()).max(20),
  expectedVersion: z.int().min(0),
});

export function GET(request: Request) {
  return answerMember(request, z.object({}), listDrafts);
}

/** 200 also where another text was written meanwhile: the answer's `outcome` says so. */
export function PUT(request: Request) {
  return takeFromMember(request, draft, saveDraft);
}
