"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Completeness } from "#lib/accounts/completeness.ts";
import { CodeDetails } from "./code-details.tsx";

type Props = { completeness: Completeness };

const REFRESH_MS = 3_000;

/** What was fetched of the time before the account was connected, and how deep Instagram let us look. */
export function ImportedHistory({ completeness, isStopped }: Props & { isStopped: boolean }) {
  const t = useTranslations("accounts.imported");
  const { importFinishedAt = null, conversations = 0, imported: messages = 0, longer = 0 } = completeness ?? {};
  const isRunning = importFinishedAt === null && !isStopped;
  useRefreshWhile(isRunning);
  if (isRunning) return <span role="status">{t("running", { conversations })}</span>;
  if (importFinishedAt === null) return <span>{t("stopped", { conversations })}</span>;
  if (conversations === 0) return <span>{t("none")}</span>;
  return (
    <>
      <span>{t("finished", { conversations, messages })}</span>
      {longer > 0 && <span className="text-muted-foreground">{t("longer", { count: longer })}</span>}
    </>
  );
}

/** When the inbox was last compared with Instagram, and what that brought to light. */
export function AccountCompleteness({ completeness }: Props) {
  const t = useTranslations("accounts.completeness");
  const { checkedAt, checkError, recovered = 0, unreadable = 0 } = completeness ?? {};
  return (
    <>
      {checkedAt && <span>{recovered > 0 ? t("recovered", { count: recovered }) : t("nothingMissing")}</span>}
      {unreadable > 0 && <span className="text-warning-text">{t("unreadable", { count: unreadable })}</span>}
      {checkError && <span className="text-warning-text">{t("failed")}</span>}
      <span className="text-muted-foreground">
        {checkedAt ? t.rich("checked", { when: () => <RelativeTime key="when" at={checkedAt} /> }) : t("never")}
      </span>
      {checkError && (
        <CodeDetails>
          <li>{t("code", { code: checkError })}</li>
        </CodeDetails>
      )}
    </>
  );
}

function useRefreshWhile(isRunning: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => router.refresh(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [isRunning, router]);
}
