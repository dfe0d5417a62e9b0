import type { ActionResult } from "#lib/action.ts";
import type { Preferences } from "#lib/members/preferences.ts";
import type { ConversationNote } from "#lib/teamwork/note-queries.ts";

export type { Asides } from "#lib/teamwork/asides.ts";
export type { ConversationNote } from "#lib/teamwork/note-queries.ts";
export type { Notification, UnreadNotifications } from "#lib/teamwork/notifications.ts";
export type { Presence, PresenceBeat } from "#lib/teamwork/presence.ts";
export type { TimelineEvent } from "#lib/teamwork/timeline.ts";

export type NoteDraft = { noteId: string; conversationId: string; text: string; mentions: string[] };

/** The server's actions for what colleagues do together, handed in by the page. */
export type TeamActions = {
  addNote: (input: NoteDraft) => Promise<ActionResult<ConversationNote>>;
  editNote: (input: Omit<NoteDraft, "conversationId">) => Promise<ActionResult<ConversationNote>>;
  deleteNote: (input: { noteId: string }) => Promise<ActionResult<unknown>>;
  markNotificationsRead: (input: { conversationId?: string | null }) => Promise<ActionResult<unknown>>;
};

/** How a member wants to be told of what comes while they look elsewhere. */
export type AlertPreferences = Pick<Preferences, "desktopNotifications" | "sounds" | "notifyAbout">;
