import type { ReactNode } from "react";
import { signOut } from "#app/(auth)/actions.ts";
import { AppShell } from "#components/layout/app-shell.tsx";
import { getMember } from "#lib/auth/session.ts";
import { env } from "#lib/env.ts";
import { chooseLocale } from "./actions.ts";

/** The frame of every private page. No gate: layouts do not run again on navigation, so each page proves who asks. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const member = await getMember();
  if (!member) return children;
  return (
    <AppShell
      member={{ id: member.id, name: member.name, email: member.email }}
      chooseLocale={chooseLocale}
      signOut={signOut}
      simulatorUrl={env().SANDBOX === "on" ? (env().SIMULATOR_URL ?? null) : null}
    >
      {children}
    </AppShell>
  );
}
