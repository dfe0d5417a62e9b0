"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
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

type KeyConfirmationProps = { name: string | null; onClose: () => void; onConfirm: () => void };

/** Asks before programs are locked out. Keeps its words while it fades out. */
export function KeyConfirmation({ name, onClose, onConfirm }: KeyConfirmationProps) {
  const t = useTranslations("developers.keys");
  const tCommon = useTranslations("common");
  const [shown, setShown] = useState(name);
  if (name && name !== shown) setShown(name);
  return (
    <AlertDialog open={name !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <AlertDialogContent>
        <AlertDialogHeader>
          <AlertDialogTitle>{t("revokeTitle", { name: shown ?? "" })}</AlertDialogTitle>
          <AlertDialogDescription>{t("revokeText")}</AlertDialogDescription>
        </AlertDialogHeader>
        <AlertDialogFooter>
          <AlertDialogCancel asChild>
            <Button variant="secondary">{tCommon("cancel")}</Button>
          </AlertDialogCancel>
          <AlertDialogAction asChild>
            <Button variant="destructive" onClick={onConfirm}>
              {t("revoke")}
            </Button>
          </AlertDialogAction>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
