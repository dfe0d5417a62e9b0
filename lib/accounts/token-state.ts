const DAY_MS = 24 * 60 * 60 * 1000;

/** Days left at which a warning gets louder. */
export const WARNING_DAYS = [14, 7, 3, 1] as const;

/** Instagram renews no token younger than this (facts 1.4). */
const MIN_TOKEN_AGE_MS = DAY_MS;

export type TokenState = {
  state: "valid" | "expiring" | "expired" | "refused" | "disconnected";
  expiresAt: Date | null;
  /** Whole days, rounded down; negative once expired. */
  daysLeft: number | null;
  /** The smallest of WARNING_DAYS that is reached. */
  warning: (typeof WARNING_DAYS)[number] | null;
  /** From when on Instagram would renew the token. */
  refreshableAt: Date | null;
};

type TokenDates = {
  problem: string | null;
  disconnectedAt: Date | null;
  tokenIssuedAt: Date | null;
  tokenExpiresAt: Date | null;
};

/** What a token's row means at a moment. Pure. */
export function readTokenState(account: TokenDates, now: Date): TokenState {
  const { tokenIssuedAt, tokenExpiresAt } = account;
  const leftMs = tokenExpiresAt ? tokenExpiresAt.getTime() - now.getTime() : null;
  const warning = leftMs === null ? null : (WARNING_DAYS.findLast((days) => leftMs <= days * DAY_MS) ?? null);
  return {
    state: stateOf(account, leftMs, warning),
    expiresAt: tokenExpiresAt,
    daysLeft: leftMs === null ? null : Math.floor(leftMs / DAY_MS),
    warning,
    refreshableAt: tokenIssuedAt ? new Date(tokenIssuedAt.getTime() + MIN_TOKEN_AGE_MS) : null,
  };
}

function stateOf(account: TokenDates, leftMs: number | null, warning: number | null): TokenState["state"] {
  if (account.disconnectedAt) return "disconnected";
  if (leftMs !== null && leftMs <= 0) return "expired";
  if (account.problem === "reconnect") return "refused";
  return warning === null ? "valid" : "expiring";
}
