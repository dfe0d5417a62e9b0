"use client";
import { TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** A page that could not be made: says so, offers to try again, and gives the number that finds it in the log. */
export default function ErrorScreen({ digest, retry }: { digest?: string; retry: () => void }) {
  const t = useTranslations("common");
  const router = useRouter();
  const tryAgain = () =>
    startTransition(() => {
      router.refresh();
      retry();
    });
  return (
    <main id="main" className="flex flex-1 items-center justify-center">
      <EmptyState
        icon={<TriangleAlert />}
        title={t("failure.title")}
        action={<Button onClick={tryAgain}>{t("tryAgain")}</Button>}
      >
        <p>{t("failure.text")}</p>
        {digest && (
          <details className="mt-3">
            <summary>{t("details")}</summary>
            <p className="mt-1">{t("failure.reference", { digest })}</p>
          </details>
        )}
      </EmptyState>
    </main>
  );
}
