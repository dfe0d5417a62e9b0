"use client";
import { Check, Copy } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { useCopy } from "#components/ui/use-copy.ts";

/** Where a program finds the API, and the first lines of one. */
export function ProgramStart({ baseUrl, documentUrl }: { baseUrl: string; documentUrl: string }) {
  const t = useTranslations("developers.start");
  return (
    <Card id="start">
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <CardDescription>{t("limit")}</CardDescription>
      </CardHeader>
      <CardContent className="grid gap-1 pt-1">
        <Place label={t("baseUrl")} value={baseUrl}>
          <span className="font-mono text-xs break-all select-all">{baseUrl}</span>
        </Place>
        <Place label={t("document")} value={documentUrl}>
          <a
            href={documentUrl}
            target="_blank"
            rel="noopener"
            className="font-mono text-xs break-all underline underline-offset-2"
          >
            {documentUrl}
          </a>
        </Place>
        <Place label={t("example")} value={exampleFor(baseUrl)}>
          <section
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
            tabIndex={0}
            aria-label={t("example")}
            className="min-w-0 flex-1 overflow-x-auto rounded-md bg-muted p-3 font-mono text-xs"
          >
            <pre>{exampleFor(baseUrl)}</pre>
          </section>
        </Place>
      </CardContent>
    </Card>
  );
}

function Place({ label, value, children }: { label: string; value: string; children: ReactNode }) {
  const t = useTranslations("developers.start");
  const [isCopied, setIsCopied] = useState(false);
  const copy = useCopy();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1 py-2 text-sm">
      <p className="font-medium">{label}</p>
      <div className="flex items-start justify-between gap-4">
        {children}
        <Button
          variant="secondary"
          size="icon-sm"
          onClick={async () => setIsCopied(await copy(value))}
          onBlur={() => setIsCopied(false)}
          aria-label={t(isCopied ? "copied" : "copy", { what: label })}
        >
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
        </Button>
      </div>
    </div>
  );
}

function exampleFor(baseUrl: string): string {
  return `import { Zernio } from "@zernio/node";

const antwort = new Zernio({
  apiKey: process.env.ANTWORT_KEY,
  baseURL: "${baseUrl}",
});
const { data } = await antwort.messages.listInboxConversations();
`;
}
