"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { useCopy } from "#components/ui/use-copy.ts";

type Words = { title: string; text: string; label: string; copy: string; copied: string };

/** A link or key that is seen this one time. */
export function ShownOnce({ value, words }: { value: string; words: Words }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = useCopy();
  return (
    <div role="status" className="grid gap-2 rounded-lg bg-success-soft px-4 py-3 text-sm text-success-text">
      <p>
        <span className="font-semibold">{words.title}</span> {words.text}
      </p>
      <div className="flex flex-wrap gap-2">
        <Input
          aria-label={words.label}
          readOnly
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          className="h-9 min-w-0 flex-1 basis-60 font-mono text-sm"
        />
        <Button variant="secondary" onClick={async () => setIsCopied(await copy(value))}>
          {isCopied ? <Check /> : <Copy />}
          {isCopied ? words.copied : words.copy}
        </Button>
      </div>
    </div>
  );
}
