import type { AppErrorCode } from "#lib/errors.ts";
import type { ConversationMessage, ReplyInput } from "./types.ts";

export type Refusal = { error: AppErrorCode | "offline"; seq?: number };

/** Longer than the server takes to give up. */
const DEADLINE_MS = 15_000;

let before: Promise<unknown> = Promise.resolve();

/**
 * Hands a reply to the server, once those that were written before are there: the order in which they are stored is the one
 * in which they go out. A door, not an action: nobody's reply waits behind what else is done in the inbox.
 */
export function handOver(input: ReplyInput): Promise<ConversationMessage[] | Refusal> {
  const answer = before.then(() => post(input));
  before = answer;
  return answer;
}

async function post(input: ReplyInput): Promise<ConversationMessage[] | Refusal> {
  try {
    const response = await fetch("/api/inbox/replies", {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    return (await response.json()) as ConversationMessage[] | Refusal;
  } catch {
    return { error: "offline" };
  }
}
