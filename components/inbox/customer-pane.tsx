"use client";
import { BadgeCheck, ExternalLink, X } from "lucide-react";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "#components/ui/avatar.tsx";
import { Button } from "#components/ui/button.tsx";
import { patient } from "#components/ui/patient.tsx";
import { personName } from "#lib/format.ts";
import type { ConversationSummary } from "./types.ts";

const CustomerDetails = lazy(patient(() => import("#components/customer/customer-details.tsx")));

type CustomerPaneProps = {
  conversation: ConversationSummary;
  isAdmin: boolean;
  /** It lies over the messages, and takes the focus as what lies on top does. */
  isOver: boolean;
  close: () => void;
};

/** Who this is; what else is known of them comes when the pane is looked at. */
export function CustomerPane({ conversation, isAdmin, isOver, close }: CustomerPaneProps) {
  const t = useTranslations("inbox");
  const { contact } = conversation;
  const name = personName(contact);
  const closing = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOver) closing.current?.focus({ preventScroll: true });
  }, [isOver]);
  return (
    <aside
      aria-label={t("customer.title")}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOver || event.defaultPrevented) return;
        event.preventDefault();
        close();
      }}
      className="absolute inset-0 z-10 flex flex-col overflow-y-auto bg-card md:left-auto md:w-80 md:border-l md:shadow-floating xl:static xl:w-74 xl:shrink-0 xl:shadow-none"
    >
      <div className="flex justify-end p-2">
        <Button
          ref={closing}
          variant="ghost"
          size="icon"
          onClick={close}
          aria-label={t("conversation.hideCustomer")}
          title={`${t("conversation.hideCustomer")} (c)`}
        >
          <X />
        </Button>
      </div>
      <div className="grid grid-cols-1 justify-items-center gap-1 px-6 pb-4 text-center">
        <Avatar
          id={contact.id}
          name={name}
          src={contact.hasPicture ? `/api/media/contacts/${contact.id}` : null}
          className="mb-2 size-20 text-2xl"
        />
        <h2 className="flex max-w-full items-center gap-1.5 text-lg font-semibold">
          <bdi className="line-clamp-2 min-w-0 break-words">{name}</bdi>
          {contact.isVerified && (
            <BadgeCheck role="img" aria-label={t("list.verified")} className="size-4.5 shrink-0 text-primary-text" />
          )}
        </h2>
        {contact.username ? (
          <a
            href={`https://www.instagram.com/${encodeURIComponent(contact.username)}/`}
            target="_blank"
            rel="noopener noreferrer nofollow"
            aria-label={t("customer.onInstagram", { username: contact.username })}
            className="inline-flex max-w-full items-center gap-1 text-sm text-primary-text hover:underline"
          >
            <bdi title={`@${contact.username}`} className="truncate">
              @{contact.username}
            </bdi>
            <ExternalLink aria-hidden className="size-3.5 shrink-0" />
          </a>
        ) : (
          <p className="text-sm text-pretty text-muted-foreground">{t("customer.noName")}</p>
        )}
      </div>
      <Suspense>
        <CustomerDetails key={contact.id} conversation={conversation} isAdmin={isAdmin} />
      </Suspense>
    </aside>
  );
}
