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

type MemberConfirmationProps = {
  asked: "role" | "remove" | null;
  name: string;
  role: "admin" | "agent";
  onClose: () => void;
  onConfirm: () => void;
};

/** Asks before what a member would notice. Keeps its words while it fades out. */
export function MemberConfirmation({ asked, name, role, onClose, onConfirm }: MemberConfirmationProps) {
  const t = useTranslations("members");
  const tCommon = useTranslations("common");
  const [shown, setShown] = useState(asked);
  if (asked && asked !== shown) setShown(asked);
  const words =
    shown === "remove"
      ? { title: t("removeTitle", { name }), text: t("removeText"), action: t("removeConfirm") }
      : {
          title: t("roleTitle", { name, role }),
          text: role === "admin" ? t("roleTextAdmin", { name }) : t("roleTextAgent", { name }),
          action: t("roleConfirm"),
        };
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
            <Button variant={shown === "remove" ? "destructive" : "default"} onClick={onConfirm}>
              {words.action}
            </Button>
          </AlertDialogAction>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
