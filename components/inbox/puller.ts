import { doors, SignedOutError } from "./inbox-doors.ts";

const MAX_BACK_OFF_MS = 15_000;

type Delta = Awaited<ReturnType<typeof doors.changes>>;
type Puller = {
  apply: (delta: Delta) => void;
  startAfresh: () => Promise<void>;
  onChanged: () => void;
  /** Whether the server could be asked. */
  onOutcome: (isOk: boolean) => void;
  onSignedOut: () => void;
};

/** One pull at a time; what is heard during it causes exactly one more. A pull that fails is tried again, ever more slowly. */
export function createPuller(cursor: string, { apply, startAfresh: reset, onChanged, onOutcome, onSignedOut }: Puller) {
  let since = cursor;
  let isPulling = false;
  let isAskedAgain = false;
  let isStopped = false;
  let backOffMs = 500;
  let retry: ReturnType<typeof setTimeout> | undefined;

  async function pull() {
    if (isStopped) return;
    if (isPulling) {
      isAskedAgain = true;
      return;
    }
    clearTimeout(retry);
    isPulling = true;
    isAskedAgain = false;
    const asked = since;
    try {
      const delta = await doors.changes(asked);
      if (isStopped) return;
      if (delta.reset) await reset();
      else apply(delta);
      if (since === asked) since = delta.cursor;
      backOffMs = 500;
      onOutcome(true);
      if (delta.reset || delta.conversations.length > 0) onChanged();
    } catch (error) {
      if (error instanceof SignedOutError) return onSignedOut();
      onOutcome(false);
      retry = setTimeout(pull, backOffMs);
      backOffMs = Math.min(backOffMs * 2, MAX_BACK_OFF_MS);
      isAskedAgain = false;
    } finally {
      isPulling = false;
    }
    if (isAskedAgain) pull();
  }

  return {
    pull: () => void pull(),
    /** Goes back to where something was read that is shown only now; what is told twice is merged once. */
    catchUp: (from: string) => {
      if (BigInt(from) < BigInt(since)) since = from;
      void pull();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(retry);
    },
  };
}
