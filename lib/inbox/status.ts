import { InstagramError } from "#lib/instagram/errors.ts";
import { canBeFetched } from "#lib/instagram/outside.ts";

/** What becomes of a reply whose attempt did not end with a mid. */
export type Fate = {
  status: "queued" | "failed" | "unconfirmed";
  /** How the ledger of attempts names it. */
  outcome: "failed" | "not_sent" | "held" | "unknown";
  reason: string;
  /** The account is to be paused or stopped as well. */
  isAccountWide: boolean;
};

/** What was surely not sent goes out again after 1, 2, 4 … 60 seconds. */
export const MAX_RETRY_MS = 60_000;

/**
 * The strict outcome table (facts 5). Only what surely had no effect goes back to `queued`; what is not known is
 * `unconfirmed` and waits for its echo, a look or a person; a refusal is final.
 */
export function fateOf(error: unknown, { attempt, isTagged }: { attempt: number; isTagged: boolean }): Fate {
  if (!(error instanceof InstagramError)) return unconfirmed("no_answer");
  switch (error.kind) {
    case "not_sent":
      return { ...held(error.key), outcome: "not_sent", isAccountWide: false };
    case "throttled":
    case "app_throttled":
    case "reconnect":
    case "access_disabled":
    case "restricted":
    case "app_problem":
      return held(error.key);
    case "permission":
      return isTagged && isWithoutFeature(error) ? failed("human_agent_missing") : held(error.key);
    case "media_unfetchable":
      if (attempt === 1) return { ...held(error.key), outcome: "not_sent", isAccountWide: false };
      return failed(canBeFetched() ? error.key : "media_out_of_reach");
    case "unknown":
      return unconfirmed(error.key);
    default:
      return failed(error.key);
  }
}

/** What Instagram says where the app lacks the Human Agent feature is what it says of a missing permission (facts 5). */
function isWithoutFeature({ code, key }: InstagramError): boolean {
  return code === 10 && key === "permission_missing";
}

function held(reason: string): Fate {
  return { status: "queued", outcome: "held", reason, isAccountWide: true };
}

function failed(reason: string): Fate {
  return { status: "failed", outcome: "failed", reason, isAccountWide: false };
}

function unconfirmed(reason: string): Fate {
  return { status: "unconfirmed", outcome: "unknown", reason, isAccountWide: false };
}
