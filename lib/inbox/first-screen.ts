import type { Member } from "#lib/members/member.ts";
import { currentCursor } from "#lib/realtime/changes.ts";
import { listAsides } from "#lib/teamwork/asides.ts";
import { countUnreadNotifications } from "#lib/teamwork/notifications.ts";
import { listPresence } from "#lib/teamwork/presence.ts";
import { listAccountsShown } from "./accounts-shown.ts";
import {
  CONVERSATIONS_PAGE,
  type ConversationView,
  countUnreadConversations,
  findConversation,
  listConversations,
} from "./conversation-queries.ts";
import { listMessages, MESSAGES_PAGE } from "./message-queries.ts";

type Wish = { view: ConversationView; accountId: string | null; conversationId?: string };

/** All that the inbox shows at first. The cursor is taken before anything is read, so that no change falls between. */
export async function loadFirstScreen(member: Member, { view, accountId, conversationId }: Wish) {
  const cursor = await currentCursor();
  const [accounts, list, unreadConversations, unreadNotifications, presence, conversation, messages, asides] =
    await Promise.all([
      listAccountsShown(member),
      listConversations(member, { view, accountId: accountId ?? undefined }),
      countUnreadConversations(member),
      countUnreadNotifications(member),
      listPresence(member),
      conversationId ? findConversation(member, conversationId) : null,
      conversationId ? listMessages(member, conversationId) : [],
      conversationId ? listAsides(member, conversationId) : null,
    ]);
  const first = {
    cursor,
    view,
    accountId,
    conversations: list,
    isListComplete: list.length < CONVERSATIONS_PAGE,
    unreadConversations,
    unreadNotifications,
    presence,
    opened: conversation && { conversation, messages, hasOlder: messages.length === MESSAGES_PAGE, asides },
  };
  return { first, accounts, hasConversations: list.length > 0 || (await hasAny(member)) };
}

async function hasAny(member: Member): Promise<boolean> {
  const [open, done] = await Promise.all([
    listConversations(member, { view: "open" }),
    listConversations(member, { view: "done" }),
  ]);
  return open.length + done.length > 0;
}
