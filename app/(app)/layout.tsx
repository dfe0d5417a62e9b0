import type { ReactNode } from "react";
import { signOut } from "#app/(auth)/actions.ts";
import { AddressProvider } from "#components/inbox/address.tsx";
import { CacheProvider } from "#components/inbox/cache-provider.tsx";
import { Everywhere } from "#components/inbox/everywhere.tsx";
import { LiveUpdates } from "#components/inbox/live-updates.tsx";
import { AppShell } from "#components/layout/app-shell.tsx";
import { TeamProvider } from "#components/team/team-provider.tsx";
import { requireMember } from "#lib/auth/session.ts";
import { env } from "#lib/env.ts";
import { loadFrame } from "#lib/inbox/first-screen.ts";
import { getPreferences } from "#lib/members/preferences.ts";
import { chooseLocale } from "./actions.ts";
import * as teamActions from "./inbox/note-actions.ts";

/**
 * The frame of every private page. Not the gate, which each page is by itself, since layouts do not run again on
 * navigation.
 */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const member = await requireMember();
  const [{ at, cursor, accounts, unreadNotifications }, preferences] = await Promise.all([
    loadFrame(member),
    getPreferences(member),
  ]);
  const viewer = { memberId: member.id, memberName: member.name, isAdmin: member.role === "admin", preferences };
  return (
    <CacheProvider>
      <AddressProvider>
        <TeamProvider viewer={viewer} at={at} unreadNotifications={unreadNotifications} actions={{ ...teamActions }}>
          <AppShell
            member={{ id: member.id, name: member.name, email: member.email }}
            chooseLocale={chooseLocale}
            signOut={signOut}
            simulatorUrl={env().SANDBOX === "on" ? (env().SIMULATOR_URL ?? null) : null}
          >
            <LiveUpdates cursor={cursor}>{children}</LiveUpdates>
            <Everywhere isAdmin={viewer.isAdmin} accounts={accounts} chooseLocale={chooseLocale} signOut={signOut} />
          </AppShell>
        </TeamProvider>
      </AddressProvider>
    </CacheProvider>
  );
}
