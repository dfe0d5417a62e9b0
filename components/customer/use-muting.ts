"use client";
import { useTranslations } from "use-intl";
import type { ConversationSummary } from "#components/inbox/types.ts";
import { useAct } from "#components/settings/use-act.ts";
import { useCustomerActions } from "./customer-context.ts";

/** Mutes a person or ends it, and says so; `act` is how anything else about them is done. */
export function useMuting() {
  const t = useTranslations("customer.acts");
  const { muteContact, unmuteContact } = useCustomerActions();
  const [act, isPending] = useAct();
  const toggleMuted = ({ id: contactId, isMuted }: ConversationSummary["contact"]) =>
    act(() => (isMuted ? unmuteContact : muteContact)({ contactId }), t(isMuted ? "unmuted" : "muted"));
  return { act, isPending, toggleMuted };
}
