import type { ConversationMessage } from "../types.ts";

/** What has stood on the screen for so long was read. */
const READ_AFTER_MS = 1_200;
const LOOK_EVERY_MS = 200;

type Arrived = Pick<ConversationMessage, "id" | "seq" | "version" | "direction" | "sentBy">;
type Unseen = { seq: number; isOurs: boolean; since: number | null; isRead: boolean };
type Look = {
  isInSight: (messageId: string) => boolean;
  /** Whether a reply is begun. */
  isBegun: () => boolean;
};

export type SeenMessages = ReturnType<typeof createSeenMessages>;

/**
 * What of a thread its reader has taken into account. The first messages count as seen; what others write later does once it
 * has stood in sight for a moment. If a reply is begun by then, a customer's message counts only when the member has written on
 * after it, and a colleague's, which may have answered already, not at all: the reply stops, and the next key sends it.
 */
export function createSeenMessages(memberId: string, { isInSight, isBegun }: Look) {
  let newest: number | undefined;
  const unseen = new Map<string, Unseen>();
  let timer: ReturnType<typeof setInterval> | undefined;

  const look = () => {
    const isFree = !isBegun();
    for (const [id, message] of unseen) {
      if (!isInSight(id)) message.since = null;
      else if (message.since === null) message.since = performance.now();
      else if (performance.now() - message.since >= READ_AFTER_MS) message.isRead = true;
      if (message.isRead && isFree) unseen.delete(id);
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
          unseen.set(message.id, {
            seq: message.seq,
            isOurs: message.direction === "outbound",
            since: null,
            isRead: false,
          });
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
    /** The reply was changed. */
    wrote: (): void => {
      for (const [id, { isRead, isOurs }] of unseen) if (isRead && !isOurs) unseen.delete(id);
    },
    /** A person was told of everything up to there. */
    accept: (seq: number): void => {
      newest = Math.max(newest ?? 0, seq);
      for (const [id, message] of unseen) if (message.seq <= seq) unseen.delete(id);
    },
    stop,
  };
}
