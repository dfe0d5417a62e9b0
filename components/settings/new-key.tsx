import { useTranslations } from "use-intl";
import { ShownOnce } from "./shown-once.tsx";

/** The one time a key is seen. */
export function NewKey({ name, value }: { name: string; value: string }) {
  const t = useTranslations("developers.create");
  const words = { title: t("done", { name }), text: t("once"), label: t("key"), copy: t("copy"), copied: t("copied") };
  return <ShownOnce value={value} words={words} />;
}
