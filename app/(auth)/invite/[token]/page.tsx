import type { Metadata } from "next";
import Link from "next/link";
import { JoinForm } from "#components/auth/join-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { getTranslator } from "#lib/i18n/server.ts";
import { findInvitation } from "#lib/members/queries.ts";
import { join } from "../../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("auth"))("invitation.title"), referrer: "no-referrer" };
}

/** Looking does not use the link up: previews and prefetches look too. */
export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await findInvitation(token);
  if (invitation) return <JoinForm action={join} token={token} invitation={invitation} />;

  const t = await getTranslator("auth");
  return (
    <Card className="grid justify-items-start gap-3 p-6 sm:p-8">
      <h1 className="text-xl font-semibold">{t("invitation.invalidTitle")}</h1>
      <p className="text-sm text-muted-foreground">{t("invitation.invalidText")}</p>
      <Button asChild variant="secondary">
        <Link href="/sign-in">{t("invitation.toSignIn")}</Link>
      </Button>
    </Card>
  );
}
