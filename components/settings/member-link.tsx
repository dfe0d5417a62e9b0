import { useTranslations } from "use-intl";
import { ShownOnce } from "./shown-once.tsx";

/** An invitation's link, to pass on. */
export function MemberLink({ email, link }: { email: string; link: string }) {
  const t = useTranslations("members.invite");
  const words = {
    title: t("linkTitle", { email }),
    text: t("linkText"),
    label: t("link"),
    copy: t("copy"),
    copied: t("copied"),
  };
  return <ShownOnce value={link} words={words} />;
}
