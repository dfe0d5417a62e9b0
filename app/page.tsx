import { redirect } from "next/navigation";
import { getMember } from "#lib/auth/session.ts";
import { hasMembers } from "#lib/members/queries.ts";

export default async function StartPage() {
  if (await getMember()) redirect("/inbox");
  redirect((await hasMembers()) ? "/sign-in" : "/setup");
}
