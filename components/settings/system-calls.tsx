"use client";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { ListedCall } from "#lib/calls/queries.ts";
import { LogForm } from "./log-form.tsx";

type SystemCallsProps = {
  calls: ListedCall[];
  accounts: { id: string; username: string }[];
  filter: {
    accountId?: string | undefined;
    onlyErrors: boolean;
    search?: string | undefined;
    before?: number | undefined;
  };
  /** Older ones may follow. */
  isFull: boolean;
};

/** The calls to Instagram, page by page, with a form that narrows them down; it works by the page's address alone. */
export function SystemCalls({ calls, accounts, filter, isFull }: SystemCallsProps) {
  const t = useTranslations("system.calls");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <LogForm
        action=""
        words={{ search: t("search"), searchHint: t("searchHint"), onlyErrors: t("onlyErrors"), show: t("show") }}
        filter={filter}
        maxLength={100}
        choice={{
          label: t("account"),
          name: "account",
          chosen: filter.accountId,
          all: t("allAccounts"),
          options: accounts.map(({ id, username }) => [id, `@${username}`]),
        }}
      />
      {calls.length === 0 ? (
        <p className="text-sm text-muted-foreground">{t("none")}</p>
      ) : (
        <CallTable calls={calls} label={t("title")} />
      )}
      <Pages filter={filter} oldest={isFull ? calls.at(-1)?.id : undefined} />
    </div>
  );
}

function Pages({ filter, oldest }: { filter: SystemCallsProps["filter"]; oldest: number | undefined }) {
  const t = useTranslations("system.calls");
  return (
    <nav aria-label={t("pages")} className="flex gap-2 empty:hidden">
      {filter.before && (
        <Button asChild variant="secondary">
          <Link href={addressOf({ ...filter, before: undefined })} scroll={false}>
            {t("newest")}
          </Link>
        </Button>
      )}
      {oldest && (
        <Button asChild variant="secondary">
          <Link href={addressOf({ ...filter, before: oldest })} scroll={false}>
            {t("older")}
          </Link>
        </Button>
      )}
    </nav>
  );
}

function addressOf({ accountId, onlyErrors, search, before }: SystemCallsProps["filter"]): string {
  const query = new URLSearchParams();
  if (search) query.set("search", search);
  if (accountId) query.set("account", accountId);
  if (onlyErrors) query.set("errors", "only");
  if (before) query.set("before", String(before));
  return `?${query}`;
}

function CallTable({ calls, label }: { calls: ListedCall[]; label: string }) {
  const t = useTranslations("system.calls");
  const format = useFormatter();
  return (
    <Table aria-label={label} className="text-xs">
      <TableHeader>
        <TableRow>
          <TableHead>{t("at")}</TableHead>
          <TableHead>{t("account")}</TableHead>
          <TableHead>{t("call")}</TableHead>
          <TableHead>{t("answer")}</TableHead>
          <TableHead>{t("trace")}</TableHead>
          <TableHead className="text-right">{t("duration")}</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {calls.map((call) => (
          <TableRow key={call.id}>
            <TableCell className="py-2 whitespace-nowrap tabular-nums">
              <time dateTime={call.at.toISOString()}>
                {format.dateTime(call.at, { dateStyle: "short", timeStyle: "medium" })}
              </time>
            </TableCell>
            <TableCell className="py-2 whitespace-nowrap">
              {call.username ? `@${call.username}` : t("nobody")}
            </TableCell>
            <TableCell className="py-2 whitespace-nowrap">
              <code>
                {call.method} {call.endpoint}
              </code>
            </TableCell>
            <TableCell className="py-2">
              <Answer call={call} />
            </TableCell>
            <TableCell className="py-2">{call.traceId && <code className="break-all">{call.traceId}</code>}</TableCell>
            <TableCell className="py-2 text-right whitespace-nowrap tabular-nums">
              {format.number(call.durationMs)} ms
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Answer({ call: { status, error, code, subcode } }: { call: ListedCall }) {
  const t = useTranslations("system.calls");
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge variant={error ? "destructive" : "success"}>{status ?? t("noAnswer")}</Badge>
      {error && <code>{[error, code, subcode].filter((part) => part !== null).join(" · ")}</code>}
    </span>
  );
}
