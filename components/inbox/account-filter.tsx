"use client";
import { ChevronDown } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { useInboxAddress } from "./navigation.ts";
import type { AccountShown } from "./types.ts";

const load = () => import("./opened-account-filter.tsx");
const OpenedAccountFilter = lazy(load);

/** Which account's conversations are shown; the choice itself comes when somebody reaches for it. */
export function AccountFilter({ accounts }: { accounts: AccountShown[] }) {
  const t = useTranslations("inbox.accounts");
  const { accountId } = useInboxAddress();
  const [isWanted, setWanted] = useState(false);
  const chosen = accounts.find(({ id }) => id === accountId);
  const face = (
    <Button
      variant="ghost"
      size="sm"
      className="min-w-0 shrink text-muted-foreground"
      aria-label={t("filter")}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void load()}
      onClick={() => setWanted(true)}
    >
      <span className="truncate">{chosen ? `@${chosen.username}` : t("all")}</span>
      <ChevronDown />
    </Button>
  );
  if (!isWanted) return face;
  return (
    <Suspense fallback={face}>
      <OpenedAccountFilter accounts={accounts} />
    </Suspense>
  );
}
