import { useTranslations } from "use-intl";
import { ShownOnce } from "./shown-once.tsx";

type MemberLinkProps = { email: string; link: string; isMailed: boolean };

/** An invitation's link, to pass on. */
export function MemberLink({ email, link, isMailed }: MemberLinkProps) {
  const t = useTranslations("members.invite");
  const words = {
    title: t("linkTitle", { email }),
    text: t(isMailed ? "linkTextMail" : "linkText"),
    label: t("link"),
    copy: t("copy"),
    copied: t("copied"),
  };
  return <ShownOnce value={link} words={words} />;
}
