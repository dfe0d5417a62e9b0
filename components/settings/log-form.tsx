"use client";
import { Search } from "lucide-react";
import Form from "next/form";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { fieldLook, Input } from "#components/ui/input.tsx";
import { cn } from "#lib/cn.ts";

type LogFormProps = {
  /** Where the answer is shown; the form works by the page's address alone. */
  action: string;
  words: { search: string; searchHint: string; onlyErrors: string; show: string };
  filter: { search?: string | undefined; onlyErrors?: boolean | undefined };
  /** Letters of the search, as its page takes them. */
  maxLength: number;
  /** What one of may be chosen: `all` and the options. */
  choice: {
    label: string;
    name: string;
    chosen: string | undefined;
    all: string;
    options: [id: string, name: string][];
  };
};

/** Narrows a log down by words, by whom it concerns, and to what went wrong. */
export function LogForm({ action, words, filter, maxLength, choice }: LogFormProps) {
  return (
    <Form action={action} scroll={false} className="flex flex-wrap items-end gap-3">
      <Field label={words.search} className="flex-1 basis-48">
        <Input
          name="search"
          type="search"
          maxLength={maxLength}
          defaultValue={filter.search}
          placeholder={words.searchHint}
        />
      </Field>
      <Field label={choice.label} className="flex-1 basis-40">
        <select name={choice.name} defaultValue={choice.chosen ?? ""} className={cn(fieldLook, "h-10")}>
          <option value="">{choice.all}</option>
          {choice.options.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <label className="flex h-10 items-center gap-2 text-sm">
        <Checkbox name="errors" value="only" defaultChecked={filter.onlyErrors} />
        {words.onlyErrors}
      </label>
      <Button type="submit" variant="secondary" className="h-10">
        <Search aria-hidden />
        {words.show}
      </Button>
    </Form>
  );
}
