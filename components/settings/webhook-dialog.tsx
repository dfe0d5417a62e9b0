"use client";
import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { Refusal } from "#components/auth/refusal.tsx";
import { Button } from "#components/ui/button.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { ActionResult } from "#lib/action.ts";
import { WebhookEvents } from "./webhook-events.tsx";
import { readHeaders, writeHeaders } from "./webhook-headers.ts";
import type { AskedEvent, EndpointSummary, WebhookInput } from "./webhook-types.ts";

type WebhookDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  /** The one to change; without it a new one is made. */
  endpoint?: EndpointSummary;
  eventNames: string[];
  save: (input: WebhookInput) => Promise<ActionResult<unknown>>;
};

export function WebhookDialog({ isOpen, onClose, ...form }: WebhookDialogProps) {
  const t = useTranslations("webhooks.form");
  return (
    <Dialog open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{form.endpoint ? t("editTitle", { name: form.endpoint.name }) : t("createTitle")}</DialogTitle>
          <DialogDescription>{t("text")}</DialogDescription>
        </DialogHeader>
        <WebhookForm {...form} onClose={onClose} />
      </DialogContent>
    </Dialog>
  );
}

type Typed = Omit<WebhookInput, "customHeaders"> & { headers: string };

function WebhookForm({ endpoint, eventNames, save, onClose }: Omit<WebhookDialogProps, "isOpen">) {
  const t = useTranslations("webhooks.form");
  const tCommon = useTranslations("common");
  const [{ result, typed }, submit, isPending] = useActionState(
    async (_: unknown, form: FormData) => {
      const typed = readForm(form);
      const { headers, ...input } = typed;
      const result = await save({ ...input, customHeaders: readHeaders(headers) });
      if (result.ok) onClose();
      return { result, typed };
    },
    { result: null as ActionResult<unknown> | null, typed: typedOf(endpoint, eventNames) },
  );
  const faults = faultsOf(result);
  const url = faults.url || isRefusedAddress(result) ? t("urlInvalid") : null;
  return (
    <form action={submit} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Field label={t("name")} error={faults.name && t("nameInvalid")}>
        <Input name="name" required maxLength={50} autoComplete="off" defaultValue={typed.name} />
      </Field>
      <Field label={t("url")} hint={t("urlHint")} error={url}>
        <Input name="url" type="url" required maxLength={2000} autoComplete="off" defaultValue={typed.url} />
      </Field>
      <WebhookEvents names={eventNames} chosen={typed.events} error={faults.events && t("eventsInvalid")} />
      <Field label={t("headers")} hint={t("headersHint")} error={faults.customHeaders && t("headersInvalid")}>
        <Textarea
          name="headers"
          rows={2}
          spellCheck={false}
          className="font-mono text-xs"
          defaultValue={typed.headers}
        />
      </Field>
      {Object.keys(faults).length === 0 && !url && <Refusal result={result} />}
      <DialogFooter>
        <Button type="button" variant="secondary" onClick={onClose}>
          {tCommon("cancel")}
        </Button>
        <Button type="submit" isPending={isPending}>
          {endpoint ? tCommon("save") : t("create")}
        </Button>
      </DialogFooter>
    </form>
  );
}

function typedOf(endpoint: EndpointSummary | undefined, eventNames: string[]): Typed {
  const { name = "", url = "", events = eventNames, customHeaders = {} } = endpoint ?? {};
  return { name, url, events: events as AskedEvent[], headers: writeHeaders(customHeaders) };
}

function readForm(form: FormData): Typed {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const events = form.getAll("events") as AskedEvent[];
  return { name: text("name"), url: text("url"), events, headers: text("headers") };
}

/** The first part of each faulty path: `customHeaders.X-Shop` is a fault of the headers. */
function faultsOf(result: ActionResult<unknown> | null): Record<string, true> {
  const fields = result?.ok === false ? Object.keys(result.error.fields ?? {}) : [];
  return Object.fromEntries(fields.map((path) => [path.split(".")[0], true]));
}

function isRefusedAddress(result: ActionResult<unknown> | null): boolean {
  return result?.ok === false && result.error.code === "address_refused";
}
