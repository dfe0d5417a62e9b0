"use client";
import { useTranslations } from "use-intl";
import type { ConversationSummary } from "#components/inbox/types.ts";
import { useAct } from "#components/settings/use-act.ts";
import { Confirmation } from "#components/ui/confirmation.tsx";
import { personName } from "#lib/format.ts";
import { useCustomerActions } from "./customer-context.ts";

type BlockDialogProps = { conversation: ConversationSummary; close: () => void };

export default function BlockDialog({ conversation: { contact }, close }: BlockDialogProps) {
  const t = useTranslations("customer.blocking");
  const { blockContact } = useCustomerActions();
  const [act] = useAct();
  return (
    <Confirmation
      question={{ title: t("title", { name: personName(contact) }), text: t("what"), action: t("confirm") }}
      onClose={close}
      onConfirm={() => act(() => blockContact({ contactId: contact.id }), t("done"))}
    />
  );
}
