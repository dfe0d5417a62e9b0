import { useTranslations } from "use-intl";
import { ShownOnce } from "./shown-once.tsx";

export type NewSecret = { name: string; secret: string; isRotated: boolean };

/** The one time a secret is seen. */
export function WebhookSecret({ name, secret, isRotated }: NewSecret) {
  const t = useTranslations("webhooks.secret");
  const words = {
    title: t("title", { name }),
    text: isRotated ? t("rotated") : t("once"),
    label: t("label"),
    copy: t("copy"),
    copied: t("copied"),
  };
  return <ShownOnce value={secret} words={words} />;
}
