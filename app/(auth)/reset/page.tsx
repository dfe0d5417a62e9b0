import type { Metadata } from "next";
import { ResetRequestForm } from "#components/auth/reset-request-form.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { env } from "#lib/env.ts";
import { getTranslator } from "#lib/i18n/server.ts";
import { requestReset } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("auth"))("reset.title") };
}

export default async function ResetPage() {
  if (env().MAIL) return <ResetRequestForm action={requestReset} />;
  const t = await getTranslator("auth");
  return (
    <Notice>
      <h1 className="font-semibold">{t("reset.heading")}</h1>
      {t("reset.off")}
    </Notice>
  );
}
