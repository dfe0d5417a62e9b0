"use client";
import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";

type FailedRowProps = {
  what: string;
  code: string;
  when: ReactNode;
  attempts: string;
  again: { words: string; label: string; isPending: boolean; run: () => void };
};

/** One thing that went wrong for good: in words, with its code, when and how often, and a button to try it again. */
export function FailedRow({ what, code, when, attempts, again }: FailedRowProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
      <div className="grid min-w-0 flex-1 basis-64 gap-0.5">
        <p className="font-medium text-pretty">{what}</p>
        <p className="break-words text-muted-foreground">
          <code>{code}</code> · {when} · {attempts}
        </p>
      </div>
      <Button variant="secondary" size="sm" disabled={again.isPending} onClick={again.run} aria-label={again.label}>
        <RotateCcw aria-hidden />
        {again.words}
      </Button>
    </li>
  );
}
