import { checkSubscription } from "#lib/accounts/subscriptions.ts";
import { refreshDueTokens, refreshToken } from "#lib/accounts/tokens.ts";
import { watchAccounts } from "#lib/accounts/watch.ts";
import { forgetOldRequests } from "#lib/api/request-log.ts";
import { forgetOldCalls } from "#lib/calls/record.ts";
import { keepErasedList, reapplyErasures } from "#lib/customers/erased-list.ts";
import { runErasure } from "#lib/customers/run-erasure.ts";
import { confirmReply } from "#lib/inbox/confirm.ts";
import { refreshContact } from "#lib/inbox/contacts.ts";
import { deliverReplies } from "#lib/inbox/delivery.ts";
import { processEvents } from "#lib/inbox/process-events.ts";
import { reconcileAccount, reconcileAccounts } from "#lib/inbox/reconcile.ts";
import { backfillConversation, recoverMessage } from "#lib/inbox/recover-message.ts";
import { markSeen } from "#lib/inbox/seen.ts";
import { settleStaleReply } from "#lib/inbox/settle.ts";
import { wakeConversations } from "#lib/inbox/snooze.ts";
import { sweepInbox } from "#lib/inbox/sweep.ts";
import { warnOfClosing } from "#lib/inbox/warn-closing.ts";
import { forgetSuperseded } from "#lib/jobs/health.ts";
import type { Handlers } from "#lib/jobs/types.ts";
import { forgetOldMails } from "#lib/mail/forget.ts";
import { sendMail } from "#lib/mail/send.ts";
import { archiveMessage } from "#lib/media/archive.ts";
import { forgetFiles } from "#lib/media/forget.ts";
import { beginReset } from "#lib/members/password-reset.ts";
import { deliverEvents } from "#lib/outbox/deliver.ts";
import { sweepOutbox } from "#lib/outbox/sweep.ts";

/** Job name to domain function. Any of them may run twice. */
export const handlers: Handlers = {
  "process-events": ({ lane }) => processEvents(lane),
  "deliver-replies": ({ conversationId }) => deliverReplies(conversationId),
  "settle-reply": ({ messageId, attempt }) => settleStaleReply(messageId, attempt),
  "confirm-reply": ({ messageId, attempt, look }) => confirmReply(messageId, attempt, look),
  "wake-conversations": () => wakeConversations(),
  "mark-seen": ({ conversationId, throughSeq }) => markSeen(conversationId, throughSeq),
  "refresh-contact": ({ contactId }) => refreshContact(contactId),
  "refresh-token": async ({ instagramAccountId }) => {
    await refreshToken(instagramAccountId);
  },
  "refresh-tokens": () => refreshDueTokens(),
  "check-subscription": ({ instagramAccountId }) => checkSubscription(instagramAccountId),
  "check-subscriptions": () => watchAccounts(),
  "sweep-inbox": () => sweepInbox(),
  "forget-calls": async () => {
    await forgetOldCalls();
    await forgetOldRequests();
    await forgetSuperseded();
  },
  "warn-of-closing": () => warnOfClosing(),
  "reconcile-account": ({ instagramAccountId }) => reconcileAccount(instagramAccountId),
  "reconcile-accounts": () => reconcileAccounts(),
  "backfill-conversation": ({ conversationId }) => backfillConversation(conversationId),
  "archive-message": ({ messageId }) => archiveMessage(messageId),
  "forget-files": (files) => forgetFiles(files),
  "run-erasure": (erasure) => runErasure(erasure),
  "keep-erased-list": ({ workspaceId }) => keepErasedList(workspaceId),
  "reapply-erasures": async () => {
    await reapplyErasures();
  },
  "recover-message": ({ instagramAccountId, mid }) => recoverMessage(instagramAccountId, mid),
  "deliver-events": ({ endpointId }) => deliverEvents(endpointId),
  "sweep-outbox": () => sweepOutbox(),
  "send-mail": ({ mailId }) => sendMail(mailId),
  "begin-reset": (asked) => beginReset(asked),
  "forget-mails": () => forgetOldMails(),
};
