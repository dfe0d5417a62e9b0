import { InstagramError } from "#lib/instagram/errors.ts";

/** How a try to connect may end. Each has a sentence with its remedy under `accounts.outcomes` in the catalogues. */
const CONNECT_OUTCOMES = [
  "connected",
  "reconnected",
  "connected_without_events",
  "declined",
  "state_invalid",
  "answer_incomplete",
  "missing_basic",
  "missing_messages",
  "missing_both",
  "personal_account",
  "connected_elsewhere",
  "code_refused",
  "no_app_role",
  "instagram_refused",
  "instagram_unreachable",
  "instagram_slow",
  "instagram_busy",
  "instagram_failed",
  "unfinished",
  "failed",
] as const;

export type ConnectOutcome = (typeof CONNECT_OUTCOMES)[number];
export type ConnectResult = {
  outcome: ConnectOutcome;
  username?: string | undefined;
  accountId?: string | undefined;
};

/** Ends a try to connect with something to tell the person. */
export class ConnectRefusal extends Error {
  readonly outcome: ConnectOutcome;

  constructor(outcome: ConnectOutcome) {
    super(`The account was not connected: ${outcome}.`);
    this.name = "ConnectRefusal";
    this.outcome = outcome;
  }
}

/** Null for what is no outcome of ours, such as what somebody wrote into an address. */
export function readOutcome(text: unknown): ConnectOutcome | null {
  return CONNECT_OUTCOMES.find((outcome) => outcome === text) ?? null;
}

/** What a refused or failed call means for the person who is connecting; null when the fault is not Instagram's. */
export function outcomeOf(error: unknown): ConnectOutcome | null {
  if (error instanceof ConnectRefusal) return error.outcome;
  if (!(error instanceof InstagramError)) return null;
  if (error.key === "code_refused") return "code_refused";
  if (error.key === "timeout") return "instagram_slow";
  if (error.key === "not_sent" || error.key === "connection_lost") return "instagram_unreachable";
  if (error.kind === "app_problem" || error.kind === "permission") return "no_app_role";
  if (error.kind === "throttled" || error.kind === "app_throttled") return "instagram_busy";
  return error.kind === "unknown" ? "instagram_failed" : "instagram_refused";
}
