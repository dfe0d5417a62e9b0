import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetupForm } from "#components/auth/setup-form.tsx";
import { getTranslator } from "#lib/i18n/server.ts";
import { hasMembers } from "#lib/members/queries.ts";
import { setUp } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator("auth"))("setup.title") };
}

export default async function SetupPage() {
  if (await hasMembers()) redirect("/sign-in");
  return <SetupForm action={setUp} />;
}
