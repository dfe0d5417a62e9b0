"use client";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { ListedRequest, RequestFilter } from "#lib/api/request-queries.ts";
import { LogForm } from "./log-form.tsx";

type RequestSectionProps = {
  requests: ListedRequest[];
  keys: { id: string; name: string }[];
  filter: RequestFilter;
  /** Where newer and older ones are; null when these are the first or the last. */
  newestHref: string | null;
  olderHref: string | null;
};

/** What programs asked of the API; a form narrows it down by the page's address alone. */
export function RequestSection({ requests, keys, filter, newestHref, olderHref }: RequestSectionProps) {
  const t = useTranslations("developers.requests");
  return (
    <Card>
      <section aria-label={t("title")} id="requests">
        <CardHeader>
          <CardTitle>{t("title")}</CardTitle>
          <CardDescription>{t("text")}</CardDescription>
        </CardHeader>
        <CardContent className="pt-3">
          <RequestForm keys={keys} filter={filter} />
        </CardContent>
        {requests.length === 0 ? (
          <p className="px-5 pb-5 text-sm text-muted-foreground">{t("none")}</p>
        ) : (
          <RequestTable requests={requests} />
        )}
        <p className="flex gap-2 border-t px-5 py-3 empty:hidden">
          {newestHref && <PageLink href={newestHref} label={t("newest")} />}
          {olderHref && <PageLink href={olderHref} label={t("older")} />}
        </p>
      </section>
    </Card>
  );
}

function PageLink({ href, label }: { href: string; label: string }) {
  return (
    <Button variant="secondary" size="sm" asChild>
      <Link href={href}>{label}</Link>
    </Button>
  );
}

function RequestForm({ keys, filter }: Pick<RequestSectionProps, "keys" | "filter">) {
  const t = useTranslations("developers.requests");
  return (
    <LogForm
      action="#requests"
      words={{ search: t("search"), searchHint: t("searchHint"), onlyErrors: t("onlyErrors"), show: t("show") }}
      filter={filter}
      maxLength={200}
      choice={{
        label: t("key"),
        name: "key",
        chosen: filter.apiKeyId,
        all: t("allKeys"),
        options: keys.map(({ id, name }) => [id, name]),
      }}
    />
  );
}

function RequestTable({ requests }: { requests: ListedRequest[] }) {
  const t = useTranslations("developers.requests");
  const format = useFormatter();
  return (
    <Table aria-label={t("title")} className="border-t text-xs">
      <TableHeader>
        <TableRow>
          <TableHead className="pl-5">{t("at")}</TableHead>
          <TableHead>{t("key")}</TableHead>
          <TableHead>{t("request")}</TableHead>
          <TableHead>{t("answer")}</TableHead>
          <TableHead className="text-right">{t("duration")}</TableHead>
          <TableHead className="pr-5">{t("requestId")}</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {requests.map((one) => (
          <TableRow key={one.id}>
            <TableCell className="py-2 pl-5 whitespace-nowrap tabular-nums">
              <time dateTime={one.at.toISOString()}>
                {format.dateTime(one.at, { dateStyle: "short", timeStyle: "medium" })}
              </time>
            </TableCell>
            <TableCell className="max-w-40 truncate py-2">
              <bdi>{one.keyName}</bdi>
            </TableCell>
            <TableCell className="py-2 whitespace-nowrap">
              <code>
                {one.method} {one.route ?? t("nowhere")}
              </code>
            </TableCell>
            <TableCell className="py-2">
              <span className="flex items-center gap-2 whitespace-nowrap">
                <Badge variant={one.status >= 400 ? "destructive" : "success"}>{one.status}</Badge>
                {one.errorCode && <code>{one.errorCode}</code>}
              </span>
            </TableCell>
            <TableCell className="py-2 text-right whitespace-nowrap tabular-nums">
              {format.number(one.durationMs)} ms
            </TableCell>
            <TableCell className="py-2 pr-5">
              <code className="text-muted-foreground select-all">{one.requestId}</code>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
