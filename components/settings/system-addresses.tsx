"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { useCopy } from "#components/ui/use-copy.ts";

type Name = "appId" | "redirect" | "webhook" | "verifyToken" | "deauthorize" | "deletion";

/** What is pasted into Meta's dashboard, each with its button to copy. */
export function SystemAddresses({ addresses }: { addresses: Record<Name, string> }) {
  return (
    <dl className="divide-y">
      <Address name="appId" value={addresses.appId} />
      <Address name="redirect" value={addresses.redirect} />
      <Address name="webhook" value={addresses.webhook} />
      <Address name="verifyToken" value={addresses.verifyToken} />
      <Address name="deauthorize" value={addresses.deauthorize} />
      <Address name="deletion" value={addresses.deletion} />
    </dl>
  );
}

function Address({ name, value }: { name: Name; value: string }) {
  const t = useTranslations("system.addresses");
  const [isCopied, setCopied] = useState(false);
  const copy = useCopy();
  return (
    <div className="grid gap-y-1 py-3 text-sm">
      <dt className="font-medium">
        {t(name)}
        {name !== "appId" && <span className="block font-normal text-muted-foreground">{t(`${name}Hint`)}</span>}
      </dt>
      <dd className="flex items-center justify-between gap-4">
        <span className="font-mono text-xs break-all select-all">{value}</span>
        <Button
          variant="secondary"
          size="icon-sm"
          onClick={async () => setCopied(await copy(value))}
          onBlur={() => setCopied(false)}
          aria-label={t(isCopied ? "copied" : "copy", { what: t(name) })}
        >
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
        </Button>
      </dd>
    </div>
  );
}
