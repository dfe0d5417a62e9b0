"use client";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Dialog, DialogContent, DialogTitle } from "#components/ui/dialog.tsx";
import { shownStatus } from "./message-status.tsx";
import type { ConversationMessage } from "./types.ts";

type MessageDetailsProps = {
  message: ConversationMessage;
  contactName: string;
  isAdmin: boolean;
  close: () => void;
  focusBack: () => void;
};

/** All that is known about a message; what only serves whoever looks for a fault is for admins. */
export function MessageDetails({ message, contactName, isAdmin, close, focusBack }: MessageDetailsProps) {
  const t = useTranslations("inbox.details");
  const status = useTranslations("inbox.status");
  const thread = useTranslations("inbox.thread");
  const format = useFormatter();
  const exact = (at: string) => format.dateTime(new Date(at), { dateStyle: "full", timeStyle: "medium" });
  const state = shownStatus(message, null);
  const isOurs = message.direction === "outbound";
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && close()}>
      <DialogContent
        aria-describedby={undefined}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          focusBack();
        }}
      >
        <DialogTitle>{t("title")}</DialogTitle>
        <dl className="grid gap-3 text-sm">
          <Fact name={t("from")}>{isOurs ? (message.sentBy?.name ?? thread("instagramApp")) : contactName}</Fact>
          <Fact name={t("at")}>{exact(message.occurredAt)}</Fact>
          <Fact name={t("origin")}>{t(`origins.${message.origin}`)}</Fact>
          {state && <Fact name={t("state")}>{status(state)}</Fact>}
          {message.tag && <Fact name={t("tag")}>{status("asPerson")}</Fact>}
          {message.attempts > 1 && <Fact name={t("attempts")}>{format.number(message.attempts)}</Fact>}
          {message.deletedAt && <Fact name={t("unsent")}>{exact(message.deletedAt)}</Fact>}
          {message.reactions
            .filter(({ emoji }) => emoji !== null)
            .map(({ by, emoji, at }) => (
              <Fact key={by} name={t("reaction", { emoji: emoji ?? "" })}>
                {exact(at)}
              </Fact>
            ))}
          {isAdmin && message.payload && <Fact name={t("payload")}>{message.payload}</Fact>}
          {isAdmin && (
            <Fact name={t("mid")}>
              <code className="text-xs">{message.mid ?? t("noMid")}</code>
            </Fact>
          )}
          {isAdmin && (
            <Fact name={t("id")}>
              <code className="text-xs">{message.id}</code>
            </Fact>
          )}
        </dl>
      </DialogContent>
    </Dialog>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-xs text-muted-foreground">{name}</dt>
      <dd className="break-all">{children}</dd>
    </div>
  );
}
