import { deleteAccount, getFollowStatus, moveAccount, updateAccount } from "./account-acts.ts";
import { getAccounts, getAllHealth, getHealth } from "./accounts.ts";
import {
  getInboxHeatmap,
  getInboxResponseTime,
  getInboxSourceBreakdown,
  getInboxTopAccounts,
  getInboxVolume,
} from "./analytics.ts";
import { getInboxConversationAnalytics, listInboxConversationAnalytics } from "./analytics-conversations.ts";
import { getAttachment } from "./attachments.ts";
import { verifyAuth } from "./auth.ts";
import { getConnectUrl, handleOAuthCallback } from "./connect.ts";
import { bulkCreateContacts, createContact, deleteContact, updateContact } from "./contact-routes.ts";
import { getContact, getContactChannels, listContacts } from "./contacts.ts";
import { markRead, typing } from "./conversation-acts.ts";
import { getConversation, listConversations, updateConversation } from "./conversations.ts";
import { createConversation } from "./create-conversation.ts";
import {
  clearContactFieldValue,
  createCustomField,
  deleteCustomField,
  listCustomFields,
  setContactFieldValue,
  updateCustomField,
} from "./custom-fields.ts";
import { deleteIceBreakers, listIceBreakers, setIceBreakers } from "./ice-breakers.ts";
import { createProfile, deleteMessage, deleteProfile, editMessage, updateProfile } from "./impossible.ts";
import { createKey, deleteKey, listKeys } from "./key-routes.ts";
import { listLogs } from "./logs.ts";
import { presignMedia, uploadMedia } from "./media.ts";
import { listMessages } from "./messages.ts";
import { addReaction, removeReaction } from "./reactions.ts";
import type { ApiRoute } from "./route.ts";
import { searchConversations } from "./search.ts";
import { sendMessage } from "./send-message.ts";
import { listWebhookLogs, redeliverEvent } from "./webhook-logs.ts";
import { createWebhook, deleteWebhook, listWebhooks, testWebhook, updateWebhook } from "./webhooks.ts";
import { getProfile, getUser, listProfiles, listUsers } from "./workspace.ts";

/** Everything the developer API answers, in the order its document shows. */
export const ROUTES: ApiRoute[] = [
  verifyAuth,
  listKeys,
  createKey,
  deleteKey,
  getConnectUrl,
  handleOAuthCallback,
  getAccounts,
  getAllHealth,
  getHealth,
  updateAccount,
  moveAccount,
  deleteAccount,
  getFollowStatus,
  listIceBreakers,
  setIceBreakers,
  deleteIceBreakers,
  listConversations,
  createConversation,
  searchConversations,
  getConversation,
  updateConversation,
  markRead,
  typing,
  listMessages,
  sendMessage,
  editMessage,
  deleteMessage,
  addReaction,
  removeReaction,
  getAttachment,
  presignMedia,
  uploadMedia,
  listContacts,
  getContact,
  getContactChannels,
  createContact,
  bulkCreateContacts,
  updateContact,
  deleteContact,
  setContactFieldValue,
  clearContactFieldValue,
  listCustomFields,
  createCustomField,
  updateCustomField,
  deleteCustomField,
  getInboxVolume,
  getInboxHeatmap,
  getInboxSourceBreakdown,
  getInboxResponseTime,
  getInboxTopAccounts,
  listInboxConversationAnalytics,
  getInboxConversationAnalytics,
  listWebhooks,
  createWebhook,
  updateWebhook,
  deleteWebhook,
  testWebhook,
  listWebhookLogs,
  redeliverEvent,
  listLogs,
  listProfiles,
  getProfile,
  createProfile,
  updateProfile,
  deleteProfile,
  listUsers,
  getUser,
];
