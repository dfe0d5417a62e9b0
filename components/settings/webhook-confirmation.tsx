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

type WebhookConfirmationProps = {
  asked: "rotate" | "delete" | null;
  name: string;
  onClose: () => void;
  onConfirm: () => void;
};

/** Asks before what a program would notice. Keeps its words while it fades out. */
export function WebhookConfirmation({ asked, name, onClose, onConfirm }: WebhookConfirmationProps) {
  const t = useTranslations("webhooks");
  const tCommon = useTranslations("common");
  const [shown, setShown] = useState(asked);
  if (asked && asked !== shown) setShown(asked);
  const words =
    shown === "rotate"
      ? { title: t("rotateTitle", { name }), text: t("rotateText"), action: t("rotate") }
      : { title: t("deleteTitle", { name }), text: t("deleteText"), action: t("delete") };
  return (
    <AlertDialog open={asked !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <AlertDialogContent>
        <AlertDialogHeader>
          <AlertDialogTitle>{words.title}</AlertDialogTitle>
          <AlertDialogDescription>{words.text}</AlertDialogDescription>
        </AlertDialogHeader>
        <AlertDialogFooter>
          <AlertDialogCancel asChild>
            <Button variant="secondary">{tCommon("cancel")}</Button>
          </AlertDialogCancel>
          <AlertDialogAction asChild>
            <Button variant={shown === "rotate" ? "default" : "destructive"} onClick={onConfirm}>
              {words.action}
            </Button>
          </AlertDialogAction>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
