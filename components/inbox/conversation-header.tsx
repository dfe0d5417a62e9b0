"use client";
import { AlarmClock, ArrowLeft, BadgeCheck, Check, MailOpen, PanelRight, RotateCcw, Tag, UserPlus } from "lucide-react";
import { useTranslations } from "use-intl";
import { searchHref, useSearchAddress } from "#components/search/search-address.ts";
import { PresenceLine, PresenceStatus } from "#components/team/presence-line.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { Button } from "#components/ui/button.tsx";
import { personName } from "#lib/format.ts";
import { followWithin } from "./navigation.ts";
import { showOverlay } from "./overlay.ts";
import type { ConversationSummary } from "./types.ts";
import { useActs } from "./use-conversation-actions.ts";

type ConversationHeaderProps = {
  conversation: ConversationSummary;
  showsAccount: boolean;
  isCustomerShown: boolean;
  toggleCustomer: () => void;
};

export function ConversationHeader(props: ConversationHeaderProps) {
  const { conversation, showsAccount, isCustomerShown, toggleCustomer } = props;
  const acts = useActs();
  const tViews = useTranslations("views");
  const t = useTranslations("inbox");
  const { place, q } = useSearchAddress();
  const { contact, closedAt, assignee } = conversation;
  const name = personName(contact);
  const isDone = closedAt !== null;
  const handle = contact.username && name !== `@${contact.username}` ? `@${contact.username}` : null;
  const isSelf = contact.username !== null && contact.username === conversation.accountUsername;
  const subtitle = [isSelf && t("thread.self"), handle, showsAccount && !isSelf && `→ @${conversation.accountUsername}`]
    .filter(Boolean)
    .join("  ");
  return (
    <header className="@container flex h-16 shrink-0 items-center gap-0.5 border-b bg-card px-2 sm:px-4">
      <Button asChild variant="ghost" size="icon" className="md:hidden">
        <a href={searchHref(null, place, { q })} onClick={followWithin} aria-label={t("conversation.back")}>
          <ArrowLeft />
        </a>
      </Button>
      <h2 className="min-w-0 flex-1">
        <button
          type="button"
          onClick={toggleCustomer}
          aria-expanded={isCustomerShown}
          data-customer-toggle
          className="flex w-full min-w-0 items-center gap-3 rounded-md p-1 text-left"
        >
          <Avatar
            id={contact.id}
            name={name}
            src={contact.hasPicture ? `/api/media/contacts/${contact.id}` : null}
            className="size-10"
          />
          <span className="grid min-w-0 flex-1 grid-cols-1">
            <span className="flex items-center gap-1.5">
              <bdi title={name} className="truncate text-base font-semibold">
                {name}
              </bdi>
              {contact.isVerified && (
                <BadgeCheck role="img" aria-label={t("list.verified")} className="size-4 shrink-0 text-primary-text" />
              )}
            </span>
            <PresenceLine
              conversationId={conversation.id}
              otherwise={
                subtitle && (
                  <bdi title={subtitle} className="truncate text-sm text-muted-foreground">
                    {subtitle}
                  </bdi>
                )
              }
            />
          </span>
        </button>
      </h2>
      <PresenceStatus conversationId={conversation.id} />
      <div className="flex shrink-0 items-center gap-0.5 max-sm:hidden">
        <Button
          variant="ghost"
          size="sm"
          className="h-9 max-w-40 gap-1.5 px-2 @max-2xl:w-9 @max-2xl:px-0 [&_svg]:size-4.5"
          onClick={() => showOverlay({ kind: "assign", ids: [conversation.id] })}
          aria-label={assignee ? tViews("row.assignee", { name: assignee.name }) : tViews("acts.assign")}
          title={`${assignee ? tViews("row.assignee", { name: assignee.name }) : tViews("acts.assign")} (a)`}
        >
          {assignee ? (
            <Avatar id={assignee.id} name={assignee.name} className="size-5.5 text-[0.625rem]" />
          ) : (
            <UserPlus />
          )}
          <bdi className="truncate @max-2xl:hidden">{assignee?.name ?? tViews("acts.assign")}</bdi>
        </Button>
        <Button
          variant="ghost"
          size="icon"
          onClick={() => showOverlay({ kind: "label", ids: [conversation.id] })}
          aria-label={tViews("acts.label")}
          title={`${tViews("acts.label")} (l)`}
        >
          <Tag />
        </Button>
        <Button
          variant="ghost"
          size="icon"
          onClick={() => showOverlay({ kind: "snooze", ids: [conversation.id] })}
          aria-label={tViews("acts.snooze")}
          title={`${tViews("acts.snooze")} (s)`}
        >
          <AlarmClock />
        </Button>
        <Button
          variant="ghost"
          size="icon"
          className="@max-lg:hidden"
          onClick={() => void acts.unread([conversation])}
          aria-label={t("conversation.markUnread")}
          title={`${t("conversation.markUnread")} (u)`}
        >
          <MailOpen />
        </Button>
        <Button
          variant="ghost"
          size="icon"
          onClick={toggleCustomer}
          aria-label={t(isCustomerShown ? "conversation.hideCustomer" : "conversation.showCustomer")}
          title={`${t(isCustomerShown ? "conversation.hideCustomer" : "conversation.showCustomer")} (c)`}
        >
          <PanelRight />
        </Button>
        <Button
          variant="secondary"
          size="sm"
          className="ml-1"
          onClick={() => void (isDone ? acts.reopen([conversation]) : acts.close([conversation]))}
          title={`${t(isDone ? "conversation.reopen" : "conversation.done")} (e)`}
        >
          {isDone ? <RotateCcw /> : <Check />}
          {t(isDone ? "conversation.reopen" : "conversation.done")}
        </Button>
      </div>
    </header>
  );
}
