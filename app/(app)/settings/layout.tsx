import type { ReactNode } from "react";
import { SettingsNavigation } from "#components/layout/settings-navigation.tsx";
import { WebhooksSwitchedOff } from "#components/settings/webhooks-switched-off.tsx";
import { getMember } from "#lib/auth/session.ts";
import { countDisabled } from "#lib/outbox/delivery-queries.ts";

/** Pages below give their own `h1`; the one `main` and its scrolling are here. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const member = await getMember();
  const isAdmin = member?.role === "admin";
  return (
    <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
      <SettingsNavigation isAdmin={isAdmin} />
      <main id="main" tabIndex={-1} className="relative min-h-0 flex-1 overflow-y-auto outline-none">
        <div className="mx-auto w-full max-w-4xl px-4 py-6 sm:px-8 sm:py-8">
          {isAdmin && <WebhooksSwitchedOff count={await countDisabled(member.workspaceId)} />}
          {children}
        </div>
      </main>
    </div>
  );
}
