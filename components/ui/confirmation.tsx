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
} from "./alert-dialog.tsx";
import { Button } from "./button.tsx";

/** `cancel` stands where plain *Cancel* would not say what stays as it is; `isHarmless` where nothing is lost. */
export type Question = { title: string; text: string; action: string; cancel?: string; isHarmless?: boolean };

type ConfirmationProps = { question: Question | null; onClose: () => void; onConfirm: () => void };

/** Asks before what somebody would miss; with null nothing is asked. Keeps its words while it fades out. */
export function Confirmation({ question, onClose, onConfirm }: ConfirmationProps) {
  const t = useTranslations("common");
  const [shown, setShown] = useState(question);
  if (question && question !== shown) setShown(question);
  return (
    <AlertDialog open={question !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <AlertDialogContent>
        <AlertDialogHeader>
          <AlertDialogTitle>{shown?.title}</AlertDialogTitle>
          <AlertDialogDescription>{shown?.text}</AlertDialogDescription>
        </AlertDialogHeader>
        <AlertDialogFooter>
          <AlertDialogCancel asChild>
            <Button variant="secondary">{shown?.cancel ?? t("cancel")}</Button>
          </AlertDialogCancel>
          <AlertDialogAction asChild>
            <Button variant={shown?.isHarmless ? "default" : "destructive"} onClick={onConfirm}>
              {shown?.action}
            </Button>
          </AlertDialogAction>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
