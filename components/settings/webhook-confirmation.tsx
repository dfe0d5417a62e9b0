"use client";
import { useTranslations } from "use-intl";
import { Confirmation } from "#components/ui/confirmation.tsx";

type WebhookConfirmationProps = {
  asked: "rotate" | "delete" | null;
  name: string;
  onClose: () => void;
  onConfirm: () => void;
};

/** Asks before what a program would notice. */
export function WebhookConfirmation({ asked, name, ...rest }: WebhookConfirmationProps) {
  const t = useTranslations("webhooks");
  const questions = {
    rotate: { title: t("rotateTitle", { name }), text: t("rotateText"), action: t("rotate"), isHarmless: true },
    delete: { title: t("deleteTitle", { name }), text: t("deleteText"), action: t("delete") },
  };
  return <Confirmation question={asked && questions[asked]} {...rest} />;
}
