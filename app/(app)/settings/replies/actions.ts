"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import * as savedReplies from "#lib/teamwork/saved-replies.ts";

const reply = z.object({
  shortcut: z
    .string()
    .min(1)
    .max(savedReplies.MAX_SHORTCUT + 1),
  text: z.string().min(1).max(savedReplies.MAX_SAVED_TEXT),
});
const id = z.object({ id: z.uuid() });

export const createSavedReply = memberAction(reply, savedReplies.createSavedReply, { refresh: true });
export const updateSavedReply = memberAction(reply.extend(id.shape), savedReplies.updateSavedReply, { refresh: true });
export const deleteSavedReply = memberAction(id, savedReplies.deleteSavedReply, { refresh: true });
