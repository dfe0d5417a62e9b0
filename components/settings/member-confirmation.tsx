"use client";
import { useTranslations } from "use-intl";
import { Confirmation } from "#components/ui/confirmation.tsx";

type MemberConfirmationProps = {
  asked: "role" | "remove" | null;
  name: string;
  role: "admin" | "agent";
  onClose: () => void;
  onConfirm: () => void;
};

/** Asks before what a member would notice. */
export function MemberConfirmation({ asked, name, role, ...rest }: MemberConfirmationProps) {
  const t = useTranslations("members");
  const questions = {
    remove: { title: t("removeTitle", { name }), text: t("removeText"), action: t("removeConfirm") },
    role: {
      title: t("roleTitle", { name, role }),
      text: role === "admin" ? t("roleTextAdmin", { name }) : t("roleTextAgent", { name }),
      action: t("roleConfirm"),
      isHarmless: true,
    },
  };
  return <Confirmation question={asked && questions[asked]} {...rest} />;
}
