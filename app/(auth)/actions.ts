"use server";
import { redirect } from "next/navigation";
import { z } from "zod";
import { publicAction } from "#lib/action.ts";
import { beginBrowserSession, endBrowserSession, signInWithPassword } from "#lib/auth/browser-session.ts";
import { safeNextPath } from "#lib/auth/next-path.ts";
import { emailField } from "#lib/email.ts";
import { createFirstAdmin } from "#lib/members/first-admin.ts";
import { acceptInvitation } from "#lib/members/invitations.ts";
import { nameField } from "#lib/members/name.ts";

const password = z.string().max(5_000);
const credentials = z.object({ email: z.string().max(1_000), password, next: z.string().optional() });
const firstAdmin = z.object({ name: nameField, email: emailField, password, workspaceName: nameField });
const acceptance = z.object({ token: z.string().max(100), name: nameField, password });

export const signIn = publicAction(credentials, async ({ next, ...given }) => {
  await signInWithPassword(given);
  redirect(safeNextPath(next));
});

export const signOut = publicAction(z.undefined(), endBrowserSession);

export const setUp = publicAction(firstAdmin, async (given) => {
  const { id } = await createFirstAdmin(given);
  await beginBrowserSession(id);
  redirect("/settings/accounts");
});

export const join = publicAction(acceptance, async (given) => {
  const { id } = await acceptInvitation(given);
  await beginBrowserSession(id);
  redirect("/inbox");
});
