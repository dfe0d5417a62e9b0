"use client";
import { Search } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { fieldLook, Input } from "#components/ui/input.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx";
import type { ListedRequest, RequestFilter } from "#lib/api/request-queries.ts";
import { cn } from "#lib/cn.ts";

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
    <Form action="#requests" scroll={false} className="flex flex-wrap items-end gap-3">
      <Field label={t("search")} className="flex-1 basis-48">
        <Input name="search" type="search" maxLength={200} defaultValue={filter.search} placeholder={t("searchHint")} />
      </Field>
      <Field label={t("key")} className="flex-1 basis-40">
        <select name="key" defaultValue={filter.apiKeyId ?? ""} className={cn(fieldLook, "h-10")}>
          <option value="">{t("allKeys")}</option>
          {keys.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <label className="flex h-10 items-center gap-2 text-sm">
        <Checkbox name="errors" value="only" defaultChecked={filter.onlyErrors} />
        {t("onlyErrors")}
      </label>
      <Button type="submit" variant="secondary" className="h-10">
        <Search aria-hidden />
        {t("show")}
      </Button>
    </Form>
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
