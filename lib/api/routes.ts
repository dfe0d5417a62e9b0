import { getAccounts, getAllHealth, getHealth } from "./accounts.ts";
import { verifyAuth } from "./auth.ts";
import { markRead, typing } from "./conversation-acts.ts";
import { getConversation, listConversations, updateConversation } from "./conversations.ts";
import { listMessages } from "./messages.ts";
import type { ApiRoute } from "./route.ts";
import { searchConversations } from "./search.ts";
import { sendMessage } from "./send-message.ts";

/** Everything the developer API answers, in the order its document shows. */
export const ROUTES: ApiRoute[] = [
  verifyAuth,
  getAccounts,
  getAllHealth,
  getHealth,
  listConversations,
  searchConversations,
  getConversation,
  updateConversation,
  markRead,
  typing,
  listMessages,
  sendMessage,
];
