import { notFound } from "next/navigation";
import type { ComponentType } from "react";
import { z } from "zod";
import { CustomerContext } from "#components/customer/customer-context.ts";
import type { InboxScreenProps } from "#components/inbox/inbox-screen.tsx";
import { readPlace } from "#components/inbox/list-place.ts";
import { requireMember } from "#lib/auth/session.ts";
import { env } from "#lib/env.ts";
import { loadFirstScreen } from "#lib/inbox/first-screen.ts";
import { getPreferences } from "#lib/members/preferences.ts";
import * as actions from "./actions.ts";
import * as customerActions from "./customer-actions.ts";

type InboxPageProps = {
  Screen: ComponentType<InboxScreenProps>;
  search: Record<string, string | string[] | undefined>;
  conversationId?: string;
};

/**
 * Both inbox addresses: the same screen, with a conversation open or none. It has no loading state: that would come to life
 * after the frame around it, and whatever had changed by then would draw it anew under somebody's hands.
 */
export async function InboxPage({ Screen, search, conversationId }: InboxPageProps) {
  const member = await requireMember();
  if (conversationId && !z.uuid().safeParse(conversationId).success) notFound();
  const place = readPlace({ get: (name) => [search[name]].flat()[0] ?? null });
  const { first, accounts, hasConversations } = await loadFirstScreen(member, {
    place,
    conversationId,
  });
  if (conversationId && !first.opened) notFound();
  const preferences = await getPreferences(member);

  const viewer = {
    memberId: member.id,
    memberName: member.name,
    isAdmin: member.role === "admin",
    preferences,
    accounts,
    hasConversations,
    hasHumanAgent: env().HUMAN_AGENT === "on",
    simulatorUrl: env().SANDBOX === "on" ? (env().SIMULATOR_URL ?? null) : null,
  };
  return (
    <CustomerContext value={{ ...customerActions }}>
      <Screen viewer={viewer} first={first} actions={{ ...actions }} />
    </CustomerContext>
  );
}
