"use client";
import { useFormatter, useTranslations } from "use-intl";
import type { TokenEvent } from "#lib/accounts/queries.ts";
import { CodeDetails } from "./code-details.tsx";

/** What happened to the account's access, newest first. */
export function AccountHistory({ events }: { events: TokenEvent[] }) {
  const t = useTranslations("accounts.history");
  const format = useFormatter();
  return (
    <details className="text-sm">
      <summary className="w-fit cursor-pointer text-muted-foreground underline-offset-4 hover:text-foreground hover:underline">
        {t("title")}
      </summary>
      <ol className="mt-3 grid gap-2 border-l pl-4">
        {events.map((event) => (
          <li key={event.id} className="flex flex-wrap gap-x-3">
            <time dateTime={event.at.toISOString()} className="w-44 shrink-0 text-muted-foreground tabular-nums">
              {format.dateTime(event.at, { dateStyle: "medium", timeStyle: "short" })}
            </time>
            <div className="min-w-0">
              {t(event.kind)} <Actor event={event} />
              <Codes event={event} />
            </div>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Actor({ event: { memberName, detail } }: { event: TokenEvent }) {
  const t = useTranslations("accounts.history");
  return (
    <span className="text-muted-foreground">
      {memberName && t("by", { name: memberName })}
      {detail.by === "instagram" && t("byInstagram")}
    </span>
  );
}

function Codes({ event: { detail } }: { event: TokenEvent }) {
  const codes = [detail.reason, detail.code, detail.subcode, detail.traceId].filter(
    (value) => value !== null && value !== undefined,
  );
  if (codes.length === 0) return null;
  return (
    <CodeDetails>
      <li>
        <code className="text-xs break-all text-muted-foreground">{codes.join(" · ")}</code>
      </li>
    </CodeDetails>
  );
}
