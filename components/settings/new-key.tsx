"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";

/** The one time a key is seen. Where the browser keeps its clipboard closed, as over plain http, it is selected instead. */
export function NewKey({ name, value }: { name: string; value: string }) {
  const t = useTranslations("developers.create");
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(value);
    setIsCopied(true);
  };
  return (
    <div role="status" className="grid gap-2 rounded-lg bg-success-soft px-4 py-3 text-sm text-success-text">
      <p>
        <span className="font-semibold">{t("done", { name })}</span> {t("once")}
      </p>
      <div className="flex flex-wrap gap-2">
        <Input
          aria-label={t("key")}
          readOnly
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          className="h-9 min-w-0 flex-1 basis-60 font-mono text-sm"
        />
        <Button variant="secondary" onClick={copy}>
          {isCopied ? <Check /> : <Copy />}
          {isCopied ? t("copied") : t("copy")}
        </Button>
      </div>
    </div>
  );
}
