import type { Member } from "#lib/members/member.ts";
import { currentCursor } from "#lib/realtime/changes.ts";
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
  const [accounts, list, unreadConversations, conversation, messages] = await Promise.all([
    listAccountsShown(member),
    listConversations(member, { view, accountId: accountId ?? undefined }),
    countUnreadConversations(member),
    conversationId ? findConversation(member, conversationId) : null,
    conversationId ? listMessages(member, conversationId) : [],
  ]);
  const first = {
    cursor,
    view,
    accountId,
    conversations: list,
    isListComplete: list.length < CONVERSATIONS_PAGE,
    unreadConversations,
    opened: conversation && { conversation, messages, hasOlder: messages.length === MESSAGES_PAGE },
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
