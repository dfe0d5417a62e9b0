import type { Locale } from "#lib/i18n/locales.ts";

/** Keys in the storage and in the cache of media. */
export type FilesToForget = { stored: string[]; cached: string[] };

/** Every job by name, with its payload: ids, never rows. */
export type JobPayloads = {
  "process-events": { lane: string };
  "deliver-replies": { conversationId: string };
  "settle-reply": { messageId: string; attempt: number };
  "confirm-reply": { messageId: string; attempt: number; look: number };
  "wake-conversations": Record<string, never>;
  "mark-seen": { conversationId: string };
  "refresh-contact": { contactId: string };
  "refresh-token": { instagramAccountId: string };
  "refresh-tokens": Record<string, never>;
  "check-subscription": { instagramAccountId: string };
  "check-subscriptions": Record<string, never>;
  "sweep-inbox": Record<string, never>;
  "warn-of-closing": Record<string, never>;
  "forget-calls": Record<string, never>;
  "reconcile-account": { instagramAccountId: string };
  "reconcile-accounts": Record<string, never>;
  "backfill-conversation": { conversationId: string };
  "recover-message": { instagramAccountId: string; mid: string };
  "deliver-events": { endpointId: string };
  "sweep-outbox": Record<string, never>;
  "archive-message": { messageId: string };
  "forget-files": FilesToForget;
  "send-mail": { mailId: string };
  "begin-reset": { email: string; locale: Locale };
  "forget-mails": Record<string, never>;
  "run-erasure": { erasureId: string; contactIds: string[]; instagramAccountIds: string[] };
  "keep-erased-list": { workspaceId: string };
  "reapply-erasures": Record<string, never>;
};

export type JobName = keyof JobPayloads;

export type Handlers = { [Name in JobName]: (payload: JobPayloads[Name]) => Promise<void> };

/**
 * `lane`: jobs of one lane run one after another. `key`: a job already waiting under it is replaced. `priority`: 0 unless said
 * otherwise; what has a higher one waits until nothing else does.
 */
export type JobOptions = { lane?: string; key?: string; runInMs?: number; maxAttempts?: number; priority?: number };
