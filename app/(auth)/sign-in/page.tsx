import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "#components/auth/sign-in-form.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { safeNextPath } from "#lib/auth/next-path.ts";
import { getMember } from "#lib/auth/session.ts";
import { env } from "#lib/env.ts";
import { getTranslator } from "#lib/i18n/server.ts";
import { log } from "#lib/log.ts";
import { hasMembers } from "#lib/members/queries.ts";
import { signIn } from "../actions.ts";

type Props = { searchParams: Promise<{ next?: string | string[]; error?: string; reset?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("auth"))("signIn.title") };
}

export default async function SignInPage({ searchParams }: Props) {
  const { next, error, reset } = await searchParams;
  const path = safeNextPath(next);
  const visitor = await findVisitor();
  if (visitor === "member") redirect(path);
  if (visitor === "founder") redirect("/setup");

  if (visitor === "unknown") {
    const t = await getTranslator("auth");
    return (
      <Notice tone="warning" role="alert">
        {t("signIn.unavailable")}
      </Notice>
    );
  }
  return (
    <SignInForm
      action={signIn}
      next={path}
      refusal={refusalOf(error)}
      isReset={reset === "done"}
      canReset={env().MAIL !== null}
    />
  );
}

/** An outage is said in words here, where everybody lands; it never lets anybody in. */
async function findVisitor(): Promise<"member" | "founder" | "stranger" | "unknown"> {
  try {
    if (await getMember()) return "member";
    return (await hasMembers()) ? "stranger" : "founder";
  } catch (error) {
    log.error({ error }, "sign-in page has no database");
    return "unknown";
  }
}

/** next-auth leads programs' refused sign-ins here. */
function refusalOf(error: string | undefined) {
  if (!error) return undefined;
  return error === "CredentialsSignin" ? ("wrong_credentials" as const) : ("unavailable" as const);
}
