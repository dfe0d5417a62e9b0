"use client";
import { useFormatter, useTranslations } from "use-intl";
import { Notice } from "#components/ui/notice.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { AccountDetails } from "#lib/accounts/queries.ts";
import { CodeDetails } from "./code-details.tsx";

/** What stands in an account's way: a refusal in plain words with its remedy and its details, or a pause. */
export function AccountNotices({ account, isAdmin }: { account: AccountDetails; isAdmin: boolean }) {
  const t = useTranslations("accounts");
  const format = useFormatter();
  return (
    <>
      {account.problem && <Problem account={account} isAdmin={isAdmin} />}
      {account.pausedUntil && (
        <Notice tone="warning">
          {t("paused", { time: format.dateTime(account.pausedUntil, { timeStyle: "short" }) })}
        </Notice>
      )}
      {account.silentSince && !account.problem && <Silence account={account} />}
    </>
  );
}

/** Nothing refused, nothing reported, and yet nothing comes: what only a person can look at. */
function Silence({ account: { lastEventAt } }: { account: AccountDetails }) {
  const t = useTranslations("accounts.silence");
  return (
    <Notice tone="warning" title={t("title")}>
      <p>{lastEventAt && t.rich("text", { when: () => <RelativeTime key="when" at={lastEventAt} /> })}</p>
      <ul className="mt-1.5 grid list-disc gap-0.5 pl-5">
        <li>{t("write")}</li>
        <li>{t("access")}</li>
        <li>{t("dashboard")}</li>
        <li>{t("check")}</li>
      </ul>
    </Notice>
  );
}

function Problem({ account, isAdmin }: { account: AccountDetails; isAdmin: boolean }) {
  const t = useTranslations("accounts.problem");
  const words = useProblemWords(account, isAdmin);
  return (
    <Notice tone="error" title={t("title")}>
      <p>
        {words.sentence} {words.remedy} {t("kept")}
      </p>
      <ProblemDetails account={account} />
    </Notice>
  );
}

/** Sentence and remedy of the very reason where there are any, else of the refusal's kind. */
function useProblemWords({ problem, problemDetail }: AccountDetails, isAdmin: boolean) {
  const t = useTranslations();
  if (problemDetail?.reason === "token_unreadable") {
    return {
      sentence: t("accounts.problem.token_unreadable.sentence"),
      remedy: t("accounts.problem.token_unreadable.remedy"),
    };
  }
  const reason = FALLBACK_REASON[problem ?? "reconnect"];
  const key = isReason(problemDetail?.reason) ? problemDetail.reason : reason;
  const isMendedHere = isAdmin && MENDED_BY_RECONNECTING.some((one) => one === key);
  return {
    sentence: t(`errors.failure.${key}.sentence`),
    remedy: isMendedHere ? t("accounts.problem.reconnect") : t(`errors.failure.${key}.remedy`),
  };
}

function ProblemDetails({ account: { problemAt, problemDetail } }: { account: AccountDetails }) {
  const t = useTranslations("accounts.problem");
  const { code = null, subcode = null, traceId = null, reason = "" } = problemDetail ?? {};
  return (
    <div className="mt-1.5">
      <CodeDetails>
        {problemAt && <li>{t.rich("since", { when: () => <RelativeTime key="when" at={problemAt} /> })}</li>}
        {code !== null && (
          <li>
            {subcode === null
              ? t("code", { code: `${code}` })
              : t("codeWithSubcode", { code: `${code}`, subcode: `${subcode}` })}
          </li>
        )}
        {reason && <li>{t("reason", { reason })}</li>}
        {traceId && <li className="break-all">{t("trace", { traceId })}</li>}
      </CodeDetails>
    </div>
  );
}

const REASONS = [
  "app_lacks_capability",
  "app_lost_access",
  "sending_restricted",
  "account_check_required",
  "permission_missing",
  "account_blocked",
  "app_removed",
  "account_checkpoint",
  "password_changed",
  "token_expired",
  "account_unconfirmed",
  "session_invalid",
  "message_access_disabled",
  "policy_block",
  "commerce_disabled",
  "account_not_eligible",
] as const;

/** Their remedy in the catalogue sends people to an admin, who is already there. */
const MENDED_BY_RECONNECTING = ["app_removed", "password_changed", "token_expired", "session_invalid"] as const;

const FALLBACK_REASON = {
  reconnect: "token_expired",
  access_disabled: "message_access_disabled",
  restricted: "sending_restricted",
  permission: "permission_missing",
  app_problem: "app_lost_access",
} as const;

function isReason(reason: string | undefined): reason is (typeof REASONS)[number] {
  return REASONS.some((known) => known === reason);
}
