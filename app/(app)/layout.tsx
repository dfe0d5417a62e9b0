import type { ReactNode } from "react";
import { signOut } from "#app/(auth)/actions.ts";
import { AppShell } from "#components/layout/app-shell.tsx";
import { requireMember } from "#lib/auth/session.ts";
import { env } from "#lib/env.ts";
import { chooseLocale } from "./actions.ts";

/**
 * The frame of every private page. Not the gate, which each page is by itself, since layouts do not run again on
 * navigation; but it leads away before a page's loading state has said 200.
 */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const member = await requireMember();
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
