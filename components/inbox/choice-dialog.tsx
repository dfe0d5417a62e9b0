"use client";
import { Command } from "cmdk";
import { Dialog as RadixDialog } from "radix-ui";
import type { ReactNode } from "react";
import { overlayLook } from "#components/ui/dialog.tsx";
import { focusWholeWhenTouched } from "#components/ui/touch.ts";
import { cn } from "#lib/cn.ts";
import { plainLetters } from "#lib/format.ts";

type ChoiceDialogProps = {
  title: string;
  placeholder: string;
  /** Said when nothing fits what was typed. */
  nothing: string;
  close: () => void;
  query?: string;
  onQuery?: (query: string) => void;
  children: ReactNode;
};

/** One out of many by a few letters: in the upper middle of a desk, at the foot of a phone. */
export function ChoiceDialog({ title, placeholder, nothing, close, query, onQuery, children }: ChoiceDialogProps) {
  return (
    <RadixDialog.Root open onOpenChange={(isOpen) => !isOpen && close()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={overlayLook} />
        <RadixDialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusWholeWhenTouched}
          className="fixed inset-x-2 bottom-2 z-50 mx-auto flex max-h-[min(28rem,calc(100dvh-4rem))] max-w-xl flex-col overflow-hidden rounded-lg border bg-popover text-popover-foreground shadow-floating outline-none data-[state=open]:animate-in data-[state=open]:fade-in-0 sm:top-[14vh] sm:bottom-auto"
        >
          <RadixDialog.Title className="sr-only">{title}</RadixDialog.Title>
          <Command label={title} loop filter={score} className="flex min-h-0 flex-col">
            <Command.Input
              placeholder={placeholder}
              {...(onQuery ? { value: query ?? "", onValueChange: onQuery } : {})}
              className="h-12 shrink-0 border-b bg-transparent px-4 text-base outline-none placeholder:text-muted-foreground"
            />
            <Command.List label={title} className="min-h-0 overflow-y-auto overscroll-contain p-1.5">
              <Command.Empty className="px-3 py-6 text-center text-sm text-muted-foreground">{nothing}</Command.Empty>
              {children}
            </Command.List>
          </Command>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

/** Begins the value of a choice that was found for the query already, and fits whatever it is called. */
export const FOUND = "found ";
const LEAST = 0.1;

/** By what a choice is called, not by its id; where a word begins counts more. Accents are as good as none. */
function score(value: string, query: string, names: string[] = []): number {
  const words = plainLetters(query.trim());
  return Math.max(value.startsWith(FOUND) ? LEAST : 0, ...names.map((name) => scoreOf(plainLetters(name), words)));
}

/** Whether one of the names has these words in it. */
export function isNamed(names: string[], words: string): boolean {
  return score("", words, names) > 0;
}

function scoreOf(name: string, words: string): number {
  if (name.startsWith(words)) return 1;
  if (name.includes(` ${words}`)) return 0.8;
  return name.includes(words) ? 0.5 : 0;
}

type ChoiceProps = {
  value: string;
  /** What it is found by. */
  keywords: string[];
  onSelect: () => void;
  className?: string;
  children: ReactNode;
};

export function Choice({ value, keywords, onSelect, className, children }: ChoiceProps) {
  return (
    <Command.Item
      value={value}
      keywords={keywords}
      onSelect={onSelect}
      className={cn(
        "flex min-h-9 items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm select-none max-sm:min-h-11 data-[selected=true]:bg-accent [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted-foreground",
        className,
      )}
    >
      {children}
    </Command.Item>
  );
}

/** Nothing where it has no choices. */
export function ChoiceGroup({ heading, children }: { heading: string; children: ReactNode }) {
  if (Array.isArray(children) ? children.flat().every((child) => !child) : !children) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted-foreground"
    >
      {children}
    </Command.Group>
  );
}
