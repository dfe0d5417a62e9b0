"use client";
import { useTranslations } from "use-intl";
import type { ConversationSummary } from "#components/inbox/types.ts";
import { useAct } from "#components/settings/use-act.ts";
import {
  AlertDialog,
  AlertDialogAction,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogHeader,
  AlertDialogTitle,
} from "#components/ui/alert-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { personName } from "#lib/format.ts";
import { useCustomerActions } from "./customer-context.ts";

type BlockDialogProps = { conversation: ConversationSummary; close: () => void };

export default function BlockDialog({ conversation: { contact }, close }: BlockDialogProps) {
  const t = useTranslations("customer.blocking");
  const { blockContact } = useCustomerActions();
  const [act] = useAct();
  return (
    <AlertDialog open onOpenChange={(isOpen) => !isOpen && close()}>
      <AlertDialogContent>
        <AlertDialogHeader>
          <AlertDialogTitle>{t("title", { name: personName(contact) })}</AlertDialogTitle>
          <AlertDialogDescription>{t("what")}</AlertDialogDescription>
        </AlertDialogHeader>
        <AlertDialogFooter>
          <AlertDialogCancel asChild>
            <Button variant="secondary">{t("cancel")}</Button>
          </AlertDialogCancel>
          <AlertDialogAction asChild>
            <Button variant="destructive" onClick={() => act(() => blockContact({ contactId: contact.id }), t("done"))}>
              {t("confirm")}
            </Button>
          </AlertDialogAction>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
