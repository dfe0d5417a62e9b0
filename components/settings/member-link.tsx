"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";

/** A link to pass on. Where the browser keeps its clipboard closed, as over plain http, the text is selected instead. */
export function MemberLink({ email, link }: { email: string; link: string }) {
  const t = useTranslations("members.invite");
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(link);
    setIsCopied(true);
  };
  return (
    <div role="status" className="grid gap-2 rounded-lg bg-success-soft px-4 py-3 text-sm text-success-text">
      <p>
        <span className="font-semibold">{t("linkTitle", { email })}</span> {t("linkText")}
      </p>
      <div className="flex gap-2">
        <Input
          aria-label={t("link")}
          readOnly
          value={link}
          onFocus={(event) => event.currentTarget.select()}
          className="h-9 min-w-0 flex-1 font-mono text-sm"
        />
        <Button variant="secondary" onClick={copy}>
          {isCopied ? <Check /> : <Copy />}
          {isCopied ? t("copied") : t("copy")}
        </Button>
      </div>
    </div>
  );
}
