import { SearchX } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { getTranslator } from "#lib/i18n/server.ts";

export default async function NotFound() {
  const t = await getTranslator("common");
  return (
    <main id="main" className="flex min-h-full flex-1 items-center justify-center">
      <EmptyState
        icon={<SearchX />}
        title={t("notFound.title")}
        action={
          <Button asChild>
            <Link href="/inbox">{t("notFound.action")}</Link>
          </Button>
        }
      >
        {t("notFound.text")}
      </EmptyState>
    </main>
  );
}
