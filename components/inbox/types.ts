export type { ChangeTopic } from "#db/schema/index.ts";

import type { TeamScreen } from "#components/team/team-cache.ts";
import type { ActionResult } from "#lib/action.ts";
import type { AccountShown } from "#lib/inbox/accounts-shown.ts";
import type { Acted, Acting } from "#lib/inbox/act-on.ts";
import type { ConversationSummary } from "#lib/inbox/conversation-queries.ts";
import type { Label } from "#lib/inbox/labels.ts";
import type { ConversationMessage } from "#lib/inbox/message-queries.ts";
import type { ViewCounts } from "#lib/inbox/view-counts.ts";
import type { ListPlace } from "#lib/inbox/views.ts";
import type { FileKind } from "#lib/instagram/capabilities.ts";
import type { Preferences } from "#lib/members/preferences.ts";

export type { AccountShown } from "#lib/inbox/accounts-shown.ts";
export type { Acted } from "#lib/inbox/act-on.ts";
export type { Assignee } from "#lib/inbox/assignees.ts";
export type { ConversationSummary } from "#lib/inbox/conversation-queries.ts";
export type { InboxDelta } from "#lib/inbox/delta.ts";
export type { Label } from "#lib/inbox/labels.ts";
export type { ConversationMessage, MessageAttachment } from "#lib/inbox/message-queries.ts";
export type { ViewCounts } from "#lib/inbox/view-counts.ts";
export type { ConversationSort, ConversationView, ListPlace, RowKey } from "#lib/inbox/views.ts";

/** A file as the upload door answers it. */
export type UploadShown = {
  id: string;
  type: FileKind;
  mimeType: string;
  sizeBytes: number;
  width: number | null;
  height: number | null;
  name: string | null;
  /** Instagram cannot fetch files from here. */
  warning?: "out_of_reach";
};

/** One message: a text, files or a heart. Several images make one message, anything else one each. */
export type ReplyPart = { text: string } | { uploads: UploadShown[] } | { heart: true };

/** What a member sends at once; each part is a message with a state of its own. */
export type ReplyDraft = {
  actId: string;
  conversationId: string;
  parts: (ReplyPart & { messageId: string })[];
  humanAgent: boolean;
  replyToMid?: string | null | undefined;
  undoMs?: number | undefined;
  /** The newest `seq` on the writer's screen: what is newer stops the send. */
  seenSeq?: number | undefined;
  /** For the pending bubble alone. */
  quoted?: ConversationMessage["quoted"] | undefined;
};

export type ReplyInput = Omit<ReplyDraft, "parts" | "quoted"> & {
  parts: { messageId: string; text?: string; uploadIds?: string[]; heart?: true }[];
};

/** The server's actions, handed in by the page. */
export type InboxActions = {
  retryReply: (input: { messageId: string }) => Promise<ActionResult<ConversationMessage>>;
  discardReply: (input: { messageId: string }) => Promise<ActionResult<unknown>>;
  takeBackReplies: (input: { conversationId: string; actId: string }) => Promise<ActionResult<unknown>>;
  markRead: (input: { conversationId: string; throughSeq: number }) => Promise<ActionResult<unknown>>;
  markAllRead: (input: Acting) => Promise<ActionResult<Acted>>;
  markAllUnread: (input: Acting) => Promise<ActionResult<Acted>>;
  closeConversations: (input: Acting) => Promise<ActionResult<Acted>>;
  reopenConversations: (input: Acting) => Promise<ActionResult<Acted>>;
  snoozeConversations: (input: Acting & { until: string }) => Promise<ActionResult<Acted>>;
  assignConversations: (input: Acting & { assigneeId: string | null }) => Promise<ActionResult<Acted>>;
  labelConversations: (input: Acting & { labelId: string; isOn: boolean }) => Promise<ActionResult<Acted>>;
};

/** Who looks at this inbox, and what the installation allows; the same for the whole visit. */
export type InboxViewer = {
  memberId: string;
  memberName: string;
  isAdmin: boolean;
  preferences: Preferences;
  accounts: AccountShown[];
  hasHumanAgent: boolean;
  /** False until the very first message. */
  hasConversations: boolean;
  simulatorUrl: string | null;
};

/** What the server rendered the first screen from; `cursor` is older than everything in it. */
export type FirstScreen = TeamScreen & {
  cursor: string;
  place: ListPlace;
  conversations: ConversationSummary[];
  isListComplete: boolean;
  counts: ViewCounts;
  labels: Label[];
  opened: { conversation: ConversationSummary; messages: ConversationMessage[]; hasOlder: boolean } | null;
};
