import { ShieldX } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { getTranslator } from "#lib/i18n/server.ts";

export default async function Forbidden() {
  const t = await getTranslator("common");
  return (
    <main id="main" className="flex min-h-full flex-1 items-center justify-center">
      <EmptyState
        icon={<ShieldX />}
        title={t("forbidden.title")}
        action={
          <Button asChild>
            <Link href="/inbox">{t("forbidden.action")}</Link>
          </Button>
        }
      >
        {t("forbidden.text")}
      </EmptyState>
    </main>
  );
}
