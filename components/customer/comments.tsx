"use client";
import { useTranslations } from "use-intl";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Section } from "./section.tsx";
import type { Comment } from "./types.ts";

/** What they said in public, newest first. */
export function Comments({ comments }: { comments: Comment[] }) {
  const t = useTranslations("customer.comments");
  if (comments.length === 0) return null;
  return (
    <Section title={t("title")}>
      <ul className="grid gap-3 text-sm">
        {comments.map(({ id, field, text, occurredAt }) => (
          <li key={id} className="grid min-w-0">
            <bdi className="line-clamp-4 break-words">{text}</bdi>
            <span className="text-xs text-muted-foreground">
              {t(field)} · <RelativeTime at={occurredAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
