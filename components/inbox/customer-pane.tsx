"use client";
import { BadgeCheck, ExternalLink, X } from "lucide-react";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Avatar } from "#components/ui/avatar.tsx";
import { Button } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { personName } from "#lib/format.ts";
import { useThread } from "./inbox-queries.ts";
import { useContentWords } from "./preview.ts";
import type { ConversationSummary } from "./types.ts";

/** Who this is, and how they came. */
export function CustomerPane({ conversation, close }: { conversation: ConversationSummary; close: () => void }) {
  const t = useTranslations("inbox");
  const format = useFormatter();
  const { contact } = conversation;
  const name = personName(contact);
  return (
    <aside
      aria-label={t("customer.title")}
      className="absolute inset-0 z-10 flex flex-col overflow-y-auto bg-card md:left-auto md:w-80 md:border-l md:shadow-floating xl:static xl:w-76 xl:shrink-0 xl:shadow-none"
    >
      <div className="flex justify-end p-2">
        <Button variant="ghost" size="icon-sm" onClick={close} aria-label={t("conversation.hideCustomer")}>
          <X />
        </Button>
      </div>
      <div className="grid grid-cols-1 justify-items-center gap-1 px-6 pb-5 text-center">
        <Avatar
          id={contact.id}
          name={name}
          src={contact.hasPicture ? `/api/media/contacts/${contact.id}` : null}
          className="mb-2 size-20 text-2xl"
        />
        <p className="flex max-w-full items-center gap-1.5 text-lg font-semibold">
          <bdi className="line-clamp-2 min-w-0 break-words">{name}</bdi>
          {contact.isVerified && (
            <BadgeCheck role="img" aria-label={t("list.verified")} className="size-4.5 shrink-0 text-primary-text" />
          )}
        </p>
        {contact.username ? (
          <a
            href={`https://www.instagram.com/${encodeURIComponent(contact.username)}/`}
            target="_blank"
            rel="noopener noreferrer nofollow"
            aria-label={t("customer.onInstagram", { username: contact.username })}
            className="inline-flex max-w-full items-center gap-1 text-sm text-primary-text hover:underline"
          >
            <bdi className="truncate">@{contact.username}</bdi>
            <ExternalLink aria-hidden className="size-3.5 shrink-0" />
          </a>
        ) : (
          <p className="text-sm text-pretty text-muted-foreground">{t("customer.noName")}</p>
        )}
      </div>
      <dl className="grid gap-3 border-t px-6 py-5 text-sm">
        <Fact name={t("customer.followers")}>
          {contact.followerCount === null ? t("customer.unknown") : format.number(contact.followerCount)}
        </Fact>
        <Fact name={t("customer.follows")}>
          {contact.followsBusiness === null
            ? t("customer.unknown")
            : t(contact.followsBusiness ? "customer.yes" : "customer.no")}
        </Fact>
        <Fact name={t("customer.account")}>@{conversation.accountUsername}</Fact>
        <Fact name={t("customer.since")}>
          {format.dateTime(new Date(conversation.createdAt), { dateStyle: "medium" })}
        </Fact>
        {conversation.lastInboundAt && (
          <Fact name={t("customer.lastWrote")}>
            <RelativeTime at={conversation.lastInboundAt} />
          </Fact>
        )}
        {conversation.contactReadAt && (
          <Fact name={t("customer.hasSeen")}>
            <RelativeTime at={conversation.contactReadAt} />
          </Fact>
        )}
      </dl>
      <Context conversationId={conversation.id} />
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="shrink-0 text-muted-foreground">{name}</dt>
      <dd className="min-w-0 text-right break-words">{children}</dd>
    </div>
  );
}

/** The ads, links and stories among the messages that are loaded, newest first. */
function Context({ conversationId }: { conversationId: string }) {
  const t = useTranslations("inbox");
  const words = useContentWords();
  const { thread } = useThread(conversationId);
  const found = thread?.messages
    .filter(
      (message) =>
        message.direction === "inbound" &&
        !message.deletedAt &&
        (message.story || message.referral || message.attachments.some(({ type }) => type === "story_mention")),
    )
    .slice(-5)
    .reverse();
  if (!found?.length) return null;
  return (
    <div className="border-t px-6 py-5">
      <h3 className="mb-3 text-sm font-semibold">{t("customer.context")}</h3>
      <ul className="grid gap-3">
        {found.map((message) => {
          const isMention = message.attachments.some(({ type }) => type === "story_mention");
          const kind = message.referral
            ? message.referral.adId
              ? "ad"
              : "link"
            : isMention
              ? "storyMention"
              : "storyReply";
          const detail = message.referral?.adTitle ?? message.referral?.ref ?? null;
          return (
            <li key={message.id} className="flex gap-3 text-sm">
              {message.story?.hasMedia && <Thumbnail path={message.story.mediaPath} />}
              <span className="grid min-w-0 content-start">
                <span className="font-medium">{t(`cards.${kind}`)}</span>
                <bdi className="line-clamp-2 break-words text-muted-foreground">
                  {detail ??
                    (message.text
                      ? words({
                          direction: "inbound",
                          kind: "message",
                          text: message.text,
                          attachmentTypes: [],
                          hasStory: false,
                          isDeleted: false,
                        })
                      : null)}
                </bdi>
                <RelativeTime at={message.occurredAt} className="text-xs text-muted-foreground" />
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Thumbnail({ path }: { path: string }) {
  return (
    <span className="h-14 w-10 shrink-0 overflow-hidden rounded-md bg-muted">
      <img
        src={path}
        alt=""
        loading="lazy"
        className="size-full object-cover"
        onError={(event) => {
          event.currentTarget.hidden = true;
        }}
      />
    </span>
  );
}
