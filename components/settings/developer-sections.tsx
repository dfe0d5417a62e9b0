"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";

const SECTIONS = ["keys", "start", "webhooks", "requests"] as const;

/** The long page at a glance, and the way to the reference. */
export function DeveloperSections() {
  const t = useTranslations("developers.sections");
  const look = "rounded-md border px-2.5 py-1.5 text-sm hover:bg-muted";
  return (
    <nav aria-label={t("title")} className="flex flex-wrap gap-1.5">
      {SECTIONS.map((section) => (
        <a key={section} href={`#${section}`} className={look}>
          {t(section)}
        </a>
      ))}
      <Link href="/settings/developers/reference" className={look}>
        {t("reference")}
      </Link>
    </nav>
  );
}
