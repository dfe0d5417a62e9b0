import type { Member } from "#lib/members/member.ts";
import { currentCursor } from "#lib/realtime/changes.ts";
import { listAsides } from "#lib/teamwork/asides.ts";
import { countUnreadNotifications } from "#lib/teamwork/notifications.ts";
import { listPresence } from "#lib/teamwork/presence.ts";
import { listAccountsShown } from "./accounts-shown.ts";
import { CONVERSATIONS_PAGE, findConversation, hasConversations, listConversations } from "./conversation-queries.ts";
import { listLabels } from "./labels.ts";
import { listMessages, MESSAGES_PAGE } from "./message-queries.ts";
import { countViews } from "./view-counts.ts";
import type { ListPlace } from "./views.ts";

/** What the frame around every page shows and goes on from. */
export async function loadFrame(member: Member) {
  const at = new Date().toISOString();
  const cursor = await currentCursor();
  const [accounts, unreadNotifications] = await Promise.all([
    listAccountsShown(member),
    countUnreadNotifications(member),
  ]);
  return { at, cursor, accounts, unreadNotifications };
}

type Wish = { place: ListPlace; conversationId?: string };

/** All that the inbox shows at first. The cursor is taken before anything is read, so that no change falls between. */
export async function loadFirstScreen(member: Member, { place, conversationId }: Wish) {
  const cursor = await currentCursor();
  const [accounts, labels, list, counts, unreadNotifications, presence, conversation, messages, asides] =
    await Promise.all([
      listAccountsShown(member),
      listLabels(member),
      listConversations(member, place),
      countViews(member, place.accountId),
      countUnreadNotifications(member),
      listPresence(member),
      conversationId ? findConversation(member, conversationId) : null,
      conversationId ? listMessages(member, conversationId) : [],
      conversationId ? listAsides(member, conversationId) : null,
    ]);
  const first = {
    cursor,
    place,
    conversations: list,
    isListComplete: list.length < CONVERSATIONS_PAGE,
    counts,
    labels,
    unreadNotifications,
    presence,
    opened: conversation && { conversation, messages, hasOlder: messages.length === MESSAGES_PAGE, asides },
  };
  return { first, accounts, hasConversations: list.length > 0 || (await hasConversations(member)) };
}
