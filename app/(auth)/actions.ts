"use server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { publicAction } from "#lib/action.ts";
import { beginBrowserSession, endBrowserSession, signInWithPassword } from "#lib/auth/browser-session.ts";
import { clientIp, networkPrefix } from "#lib/auth/client-ip.ts";
import { safeNextPath } from "#lib/auth/next-path.ts";
import { forgetGuesses, takeReset } from "#lib/auth/throttle.ts";
import { emailField } from "#lib/email.ts";
import { getLocale } from "#lib/i18n/server.ts";
import { createFirstAdmin } from "#lib/members/first-admin.ts";
import { acceptInvitation } from "#lib/members/invitations.ts";
import { nameField } from "#lib/members/name.ts";
import { requestReset as queueReset, resetPassword } from "#lib/members/password-reset.ts";

const password = z.string().max(5_000);
const credentials = z.object({ email: z.string().max(1_000), password, next: z.string().optional() });
const firstAdmin = z.object({ name: nameField, email: emailField, password, workspaceName: nameField });
const newPassword = z.object({ token: z.string().max(100), password });
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

/** The same answer whoever asks for whatever address, and however often. */
export const requestReset = publicAction(z.object({ email: emailField }), async ({ email }) => {
  const isAllowed = await takeReset(email, networkPrefix(clientIp(await headers())));
  if (isAllowed) await queueReset({ email, locale: await getLocale() });
});

/** Whoever has the link is let in at once, however often others have guessed at the password. */
export const chooseNewPassword = publicAction(newPassword, async (given) => {
  const { email } = await resetPassword(given);
  await forgetGuesses(email);
  redirect("/sign-in?reset=done");
});

export const join = publicAction(acceptance, async (given) => {
  const { id } = await acceptInvitation(given);
  await beginBrowserSession(id);
  redirect("/inbox");
});
