"use server";
import { z } from "zod";
import { memberAction } from "#lib/action.ts";
import * as notes from "#lib/teamwork/notes.ts";
import * as notifications from "#lib/teamwork/notifications.ts";

const note = z.object({ noteId: z.uuid() });
const words = z.object({
  text: z
    .string()
    .trim()
    .min(1)
    .max(10_000)
    .refine((text) => !text.includes("\0"), "The character NUL cannot be used."),
  mentions: z.array(z.uuid()).max(100),
});

export const addNote = memberAction(note.extend({ conversationId: z.uuid(), ...words.shape }), notes.addNote);
export const editNote = memberAction(note.extend(words.shape), notes.editNote);
export const deleteNote = memberAction(note, notes.deleteNote);
export const markNotificationsRead = memberAction(
  z.object({ conversationId: z.uuid().nullish() }),
  notifications.markNotificationsRead,
);
