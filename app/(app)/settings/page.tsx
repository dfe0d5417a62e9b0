import { redirect } from "next/navigation";
import { requireMember } from "#lib/auth/session.ts";

/** The settings begin with the accounts, which everybody may see. */
export default async function SettingsPage() {
  await requireMember();
  redirect("/settings/accounts");
}
