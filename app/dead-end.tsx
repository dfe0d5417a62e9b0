import { SearchX, ShieldX } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { getTranslator } from "#lib/i18n/server.ts";

/** A page that does not exist, or is not for this member: says which, and leads back to the inbox. */
export async function DeadEnd({ kind }: { kind: "notFound" | "forbidden" }) {
  const t = await getTranslator("common");
  const Icon = kind === "notFound" ? SearchX : ShieldX;
  return (
    <main id="main" className="flex flex-1 items-center justify-center">
      <EmptyState
        icon={<Icon />}
        title={t(`${kind}.title`)}
        action={
          <Button asChild>
            <Link href="/inbox">{t(`${kind}.action`)}</Link>
          </Button>
        }
      >
        {t(`${kind}.text`)}
      </EmptyState>
    </main>
  );
}
