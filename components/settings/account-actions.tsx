"use client";
import { Activity, Plug, RefreshCw, Unplug } from "lucide-react";
import { useState, useTransition } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { CardFooter } from "#components/ui/card.tsx";
import { Confirmation } from "#components/ui/confirmation.tsx";
import type { AccountDetails } from "#lib/accounts/queries.ts";
import type { RefreshResult } from "#lib/accounts/tokens.ts";
import type { ActionResult } from "#lib/action.ts";

type Run<T> = (input: { instagramAccountId: string }) => Promise<ActionResult<T>>;

export type AccountActionProps = {
  account: AccountDetails;
  /** False for an account that exists nowhere but here. */
  canReconnect: boolean;
  actions: { refreshToken: Run<RefreshResult>; check: Run<void>; disconnect: Run<void> };
};

/** An admin's buttons for one account, with what came of the last one in words. */
export function AccountActions({ account, canReconnect, actions }: AccountActionProps) {
  const t = useTranslations("accounts.actions");
  const { username, disconnectedAt, problem, token } = account;
  const refreshWords = useRefreshWords(account);
  const { said, isPending, run } = useRun(account.id);
  const needsReconnect = Boolean(disconnectedAt) || problem === "reconnect" || token.state === "expired";
  return (
    <CardFooter>
      {canReconnect && (
        <Button asChild size="sm" variant={needsReconnect ? "default" : "secondary"}>
          <a href="/api/instagram/connect">
            <Plug aria-hidden />
            {t("reconnect")}
          </a>
        </Button>
      )}
      {!needsReconnect && (
        <>
          <Button
            size="sm"
            variant="secondary"
            isPending={isPending === "refresh"}
            onClick={() => run("refresh", actions.refreshToken, refreshWords)}
          >
            <RefreshCw aria-hidden />
            {t("refresh")}
          </Button>
          <Button
            size="sm"
            variant="secondary"
            isPending={isPending === "check"}
            onClick={() => run("check", actions.check, () => t("checked", { username }))}
          >
            <Activity aria-hidden />
            {t("check")}
          </Button>
        </>
      )}
      {!disconnectedAt && (
        <DisconnectDialog
          username={username}
          isPending={isPending === "disconnect"}
          disconnect={() => run("disconnect", actions.disconnect, () => t("disconnected", { username }))}
        />
      )}
      <p role="status" className="basis-full text-sm text-muted-foreground empty:hidden">
        {said}
      </p>
    </CardFooter>
  );
}

type Name = "refresh" | "check" | "disconnect";

/** Runs one action at a time and keeps what it came to in words. */
function useRun(instagramAccountId: string) {
  const errors = useTranslations("errors");
  const [said, say] = useState("");
  const [current, setCurrent] = useState<Name>("refresh");
  const [isPending, start] = useTransition();

  function run<T>(name: Name, action: Run<T>, wordsOf: (data: T) => string) {
    setCurrent(name);
    say("");
    start(async () => {
      const result = await action({ instagramAccountId });
      say(result.ok ? wordsOf(result.data) : errors(result.error.code));
    });
  }
  return { said, isPending: isPending ? current : null, run };
}

function useRefreshWords({ username, token }: AccountDetails) {
  const t = useTranslations("accounts.actions");
  const format = useFormatter();
  return (result: RefreshResult): string => {
    if (result !== "too_young") return t(result, { username });
    const date = token.refreshableAt ?? new Date();
    return t(result, { date: format.dateTime(date, { dateStyle: "medium", timeStyle: "short" }) });
  };
}

type DisconnectDialogProps = { username: string; isPending: boolean; disconnect: () => void };

function DisconnectDialog({ username, isPending, disconnect }: DisconnectDialogProps) {
  const t = useTranslations("accounts");
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        className="text-destructive-text sm:ml-auto"
        isPending={isPending}
        onClick={() => setAsking(true)}
      >
        <Unplug aria-hidden />
        {t("actions.disconnect")}
      </Button>
      <Confirmation
        question={
          isAsking
            ? {
                title: t("disconnectDialog.title", { username }),
                text: t("disconnectDialog.text"),
                action: t("disconnectDialog.confirm"),
                cancel: t("disconnectDialog.cancel"),
              }
            : null
        }
        onClose={() => setAsking(false)}
        onConfirm={disconnect}
      />
    </>
  );
}
