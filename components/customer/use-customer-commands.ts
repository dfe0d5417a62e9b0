"use client";
import { useTranslations } from "use-intl";
import { type Command, useCommands } from "#components/inbox/commands.ts";
import { showOverlay } from "#components/inbox/overlay.ts";
import type { ConversationSummary } from "#components/inbox/types.ts";
import { useCustomerActions } from "./customer-context.ts";
import { exportHref } from "./customer-doors.ts";
import { useMuting } from "./use-muting.ts";

/** What can be done about the person of the opened conversation, by its name in the palette. */
export function useCustomerCommands(conversation: ConversationSummary | undefined, isAdmin: boolean): void {
  const t = useTranslations("customer.acts");
  const { unblockContact } = useCustomerActions();
  const { act, toggleMuted } = useMuting();
  const commandsFor = ({ id, contact }: ConversationSummary): Command[] => {
    const { id: contactId, isMuted, isBlocked } = contact;
    const unblock = () => act(() => unblockContact({ contactId }), t("unblocked"));
    const command = (name: string, title: string, run: () => void): Command => ({
      id: name,
      group: "customer",
      title,
      run,
    });
    return [
      command("mute", t(isMuted ? "unmute" : "mute"), () => toggleMuted(contact)),
      command("export", t("exportAll"), () => location.assign(exportHref(contactId, "json"))),
      command("export-messages", t("exportMessages"), () => location.assign(exportHref(contactId, "csv"))),
      isBlocked
        ? command("block", t("unblock"), unblock)
        : command("block", t("block"), () => showOverlay({ kind: "block", ids: [id] })),
      ...(isAdmin ? [command("erase", t("erase"), () => showOverlay({ kind: "erase", ids: [id] }))] : []),
    ];
  };
  useCommands(conversation ? commandsFor(conversation) : []);
}
