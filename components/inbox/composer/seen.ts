import type { ConversationMessage } from "../types.ts";

/** What has stood on the screen for so long was seen. */
const SEEN_AFTER_MS = 1_200;
const LOOK_EVERY_MS = 200;

type Arrived = Pick<ConversationMessage, "id" | "seq" | "version" | "direction" | "sentBy">;

export type SeenMessages = ReturnType<typeof createSeenMessages>;

/**
 * What of a thread its reader has seen. The first messages count as seen; what others write later does once it has stood in
 * sight for a moment, so that a message which arrives with the press of *Send* is not answered unread.
 */
export function createSeenMessages(memberId: string, isInSight: (messageId: string) => boolean) {
  let newest: number | undefined;
  const unseen = new Map<string, { seq: number; since: number | null }>();
  let timer: ReturnType<typeof setInterval> | undefined;

  const look = () => {
    for (const [id, message] of unseen) {
      if (!isInSight(id)) message.since = null;
      else if (message.since === null) message.since = performance.now();
      else if (performance.now() - message.since >= SEEN_AFTER_MS) unseen.delete(id);
    }
    if (unseen.size === 0) stop();
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };

  return {
    /** The thread as it is now. */
    show: (messages: Arrived[]): void => {
      const known = newest;
      for (const message of messages) {
        // A reply that only this browser knows has no place yet.
        if (message.version === 0) continue;
        newest = Math.max(newest ?? 0, message.seq);
        const isOwn = message.direction === "outbound" && message.sentBy?.id === memberId;
        if (known !== undefined && message.seq > known && !isOwn)
          unseen.set(message.id, { seq: message.seq, since: null });
      }
      if (unseen.size === 0 || timer) return;
      timer = setInterval(look, LOOK_EVERY_MS);
      look();
    },
    /** The newest `seq` up to which everything was seen; nothing before the thread is there. */
    throughSeq: (): number | undefined => {
      if (newest === undefined || unseen.size === 0) return newest;
      return Math.min(...[...unseen.values()].map(({ seq }) => seq)) - 1;
    },
    hasUnseen: (): boolean => unseen.size > 0,
    /** A person was told of everything up to there. */
    accept: (seq: number): void => {
      newest = Math.max(newest ?? 0, seq);
      for (const [id, message] of unseen) if (message.seq <= seq) unseen.delete(id);
    },
    stop,
  };
}
