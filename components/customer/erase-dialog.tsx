"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAddress } from "#components/inbox/address.tsx";
import { inboxHref, replaceAddress } from "#components/inbox/navigation.ts";
import type { ConversationSummary } from "#components/inbox/types.ts";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogHeader,
  AlertDialogTitle,
} from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { toast } from "#components/ui/toaster.tsx";
import { personName } from "#lib/format.ts";
import { useCustomerActions } from "./customer-context.ts";

type EraseDialogProps = { conversation: ConversationSummary; close: () => void };

/** For good: the name has to be typed, so that no slip of the hand erases anybody. */
export default function EraseDialog({ conversation: { contact }, close }: EraseDialogProps) {
  const t = useTranslations("customer.erasing");
  const tErrors = useTranslations("errors");
  const { place } = useAddress();
  const { eraseCustomer } = useCustomerActions();
  const [typed, setTyped] = useState("");
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const name = contact.username ?? personName(contact);
  const isSame = typed.trim().replace(/^@/, "").toLowerCase() === name.toLowerCase();
  const erase = async () => {
    setPending(true);
    const result = await eraseCustomer({ contactId: contact.id }).catch(() => null);
    setPending(false);
    if (!result?.ok) return setProblem(tErrors(result?.error.code ?? "offline"));
    close();
    // No step back leads to what is not there any more.
    replaceAddress(inboxHref(null, place));
    toast.success(t("done"));
  };
  return (
    <AlertDialog open onOpenChange={(isOpen) => !isOpen && close()}>
      <AlertDialogContent>
        <AlertDialogHeader>
          <AlertDialogTitle>{t("title", { name: personName(contact) })}</AlertDialogTitle>
          <AlertDialogDescription>{t("what")}</AlertDialogDescription>
        </AlertDialogHeader>
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (isSame && !isPending) void erase();
          }}
        >
          <Field label={t("type", { name })} error={problem}>
            <Input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Field>
          <AlertDialogFooter>
            <AlertDialogCancel asChild>
              <Button variant="secondary">{t("cancel")}</Button>
            </AlertDialogCancel>
            <Button type="submit" variant="destructive" disabled={!isSame} isPending={isPending}>
              {t("confirm")}
            </Button>
          </AlertDialogFooter>
        </form>
      </AlertDialogContent>
    </AlertDialog>
  );
}
