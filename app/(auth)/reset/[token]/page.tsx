import type { Metadata } from "next";
import Link from "next/link";
import { NewPasswordForm } from "#components/auth/new-password-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { getTranslator } from "#lib/i18n/server.ts";
import { findReset } from "#lib/members/password-reset.ts";
import { chooseNewPassword } from "../../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("auth"))("reset.title"), referrer: "no-referrer" };
}

/** Looking does not use the link up: previews and prefetches look too. */
export default async function NewPasswordPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const reset = await findReset(token);
  if (reset) return <NewPasswordForm action={chooseNewPassword} token={token} email={reset.email} />;

  const t = await getTranslator("auth");
  return (
    <Card className="grid justify-items-start gap-3 p-6 sm:p-8">
      <h1 className="text-xl font-semibold">{t("reset.invalidTitle")}</h1>
      <p className="text-sm text-muted-foreground">{t("reset.invalidText")}</p>
      <Button asChild variant="secondary">
        <Link href="/reset">{t("reset.again")}</Link>
      </Button>
    </Card>
  );
}
