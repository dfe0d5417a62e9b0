"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card.tsx";
import type { ReferenceField, ReferenceGroup, ReferenceOperation } from "#lib/api/reference.ts";
import { cn } from "#lib/cn.ts";

/** One group of the API's addresses, opened one by one. What the document itself says is English in every language. */
export function Reference({ names, group }: { names: string[]; group: ReferenceGroup }) {
  const t = useTranslations("developers.reference");
  return (
    <>
      <nav aria-label={t("contents")} className="flex flex-wrap gap-1.5" lang="en">
        {names.map((name) => (
          <Link
            key={name}
            href={`?of=${encodeURIComponent(name)}`}
            aria-current={name === group.name ? "page" : undefined}
            className="rounded-md border px-2.5 py-1.5 text-sm hover:bg-muted aria-[current]:bg-accent aria-[current]:font-medium"
          >
            {name}
          </Link>
        ))}
      </nav>
      <Card lang="en">
        <section aria-label={group.name}>
          <CardHeader className="pb-4">
            <CardTitle>{group.name}</CardTitle>
            <CardDescription>{group.about}</CardDescription>
          </CardHeader>
          <ul className="divide-y border-t">
            {group.operations.map((operation) => (
              <li key={operation.id}>
                <Operation operation={operation} />
              </li>
            ))}
          </ul>
        </section>
      </Card>
    </>
  );
}

function Operation({ operation }: { operation: ReferenceOperation }) {
  const t = useTranslations("developers.reference");
  const { id, method, address, summary, parts, answers } = operation;
  return (
    <details id={id} className="group">
      <summary className="flex cursor-default list-none items-start gap-2 px-5 py-3 text-sm [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="mt-0.5 size-4 shrink-0 text-muted-foreground transition-transform group-open:rotate-90"
        />
        <span className="grid min-w-0 gap-1">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            {method && <Badge variant={method === "GET" ? "default" : "soft"}>{method}</Badge>}
            <code className="font-medium break-all">{address}</code>
          </span>
          <span className="text-muted-foreground">
            <Words text={summary} />
          </span>
        </span>
      </summary>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-5 pb-5 sm:pl-11">
        {parts.map(({ kind, fields }) => (
          <Fields key={kind} title={t(kind)} fields={fields} />
        ))}
        <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <h3 className="text-sm font-medium">{t("answers")}</h3>
          {answers.map(({ status, about, fields }) => (
            <div key={status} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
              <p className="flex items-baseline gap-2 text-sm">
                <code>{status}</code>
                <span className="text-muted-foreground">
                  <Words text={about} />
                </span>
              </p>
              {fields.length > 0 && <FieldList fields={fields} isAnswer />}
            </div>
          ))}
        </section>
      </div>
    </details>
  );
}

function Fields({ title, fields }: { title: string; fields: ReferenceField[] }) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <h3 className="text-sm font-medium">{title}</h3>
      <FieldList fields={fields} />
    </section>
  );
}

const INDENT = ["", "pl-4", "pl-8", "pl-12", "pl-16", "pl-20"];

/** Of what is sent most is optional, of what is answered next to nothing: only the other is said. */
function FieldList({ fields, isAnswer = false }: { fields: ReferenceField[]; isAnswer?: boolean }) {
  const t = useTranslations("developers.reference");
  return (
    <ul className="grid gap-1 rounded-md bg-muted p-3 text-xs">
      {fields.map(({ name, depth, type, isRequired, about }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same name may stand at several depths, and nothing ever moves.
        <li key={index} className={cn("grid gap-0.5", INDENT[depth])}>
          <span className="flex flex-wrap items-baseline gap-x-2">
            <code className="font-medium">{name}</code>
            <code className="break-words text-muted-foreground">{type}</code>
            {isRequired !== isAnswer && (
              <span className="text-muted-foreground italic">{t(isAnswer ? "optional" : "required")}</span>
            )}
          </span>
          {about && (
            <span className="max-w-prose text-pretty">
              <Words text={about} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What stands between backticks is code. */
function Words({ text }: { text: string }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never move.
  return text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
