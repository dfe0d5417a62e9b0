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
  "mark-seen": { conversationId: string; throughSeq: number };
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
 * Whether jobs of a kind are asked for under a key. The queue takes the key from one that failed when it is asked for again:
 * of a kind that always has one, a job without it is no loss, for its successor does its work.
 */
export const KEYED = {
  "process-events": "always",
  "deliver-replies": "always",
  "settle-reply": "never",
  "confirm-reply": "at times",
  "wake-conversations": "never",
  "mark-seen": "always",
  "refresh-contact": "always",
  "refresh-token": "always",
  "refresh-tokens": "always",
  "check-subscription": "always",
  "check-subscriptions": "always",
  "sweep-inbox": "always",
  "warn-of-closing": "always",
  "forget-calls": "always",
  "reconcile-account": "always",
  "reconcile-accounts": "always",
  "backfill-conversation": "always",
  "recover-message": "always",
  "deliver-events": "always",
  "sweep-outbox": "always",
  "archive-message": "never",
  "forget-files": "never",
  "send-mail": "always",
  "begin-reset": "never",
  "forget-mails": "always",
  "run-erasure": "never",
  "keep-erased-list": "always",
  "reapply-erasures": "always",
} as const satisfies Record<JobName, "always" | "at times" | "never">;

/** Jobs of these names always have a key. */
export type KeyedJobName = { [Name in JobName]: (typeof KEYED)[Name] extends "always" ? Name : never }[JobName];

type Key = { always: { key: string }; "at times": { key?: string }; never: { key?: undefined } };

/**
 * `lane`: jobs of one lane run one after another. `key`: a job already waiting under it is replaced. `priority`: 0 unless said
 * otherwise; what has a higher one waits until nothing else does.
 */
export type JobOptions<Name extends JobName = JobName> = {
  lane?: string;
  runInMs?: number;
  maxAttempts?: number;
  priority?: number;
} & Key[(typeof KEYED)[Name]];
