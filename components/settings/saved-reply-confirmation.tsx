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

type SavedReplyConfirmationProps = { shortcut: string | null; onClose: () => void; onConfirm: () => void };

/** Asks before colleagues lose it. Keeps its words while it fades out. */
export function SavedReplyConfirmation({ shortcut, onClose, onConfirm }: SavedReplyConfirmationProps) {
  const t = useTranslations("composer.replies");
  const tCommon = useTranslations("common");
  const [shown, setShown] = useState(shortcut);
  if (shortcut && shortcut !== shown) setShown(shortcut);
  return (
    <AlertDialog open={shortcut !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <AlertDialogContent>
        <AlertDialogHeader>
          <AlertDialogTitle>{t("deleteTitle", { shortcut: shown ?? "" })}</AlertDialogTitle>
          <AlertDialogDescription>{t("deleteText")}</AlertDialogDescription>
        </AlertDialogHeader>
        <AlertDialogFooter>
          <AlertDialogCancel asChild>
            <Button variant="secondary">{tCommon("cancel")}</Button>
          </AlertDialogCancel>
          <AlertDialogAction asChild>
            <Button variant="destructive" onClick={onConfirm}>
              {t("delete")}
            </Button>
          </AlertDialogAction>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
