"use client";
import { StickyNote, UserRound } from "lucide-react";
import type { MouseEvent, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { ListTime } from "#components/inbox/list-time.tsx";
import { followWithin } from "#components/inbox/navigation.ts";
import { Avatar } from "#components/ui/avatar.tsx";
import { cn } from "#lib/cn.ts";
import { personName } from "#lib/format.ts";
import { Marked } from "./marked.tsx";
import { searchHref, useSearchAddress } from "./search-address.ts";
import type { FoundHit, FoundPerson } from "./types.ts";

type RowProps = { activeId: string | null; showsAccount: boolean; remember: () => void };

export function PersonRow({ person, ...row }: RowProps & { person: FoundPerson }) {
  const { q, place, openedId } = useSearchAddress();
  const { contact, conversationId, name, username, accountUsername, lastMessageAt } = person;
  return (
    <Option
      {...row}
      id={`person-${conversationId}`}
      href={searchHref(conversationId, place, { q })}
      isOpened={openedId === conversationId}
      contact={contact}
      at={lastMessageAt}
      title={name ? <Marked segments={name} /> : personName(contact)}
      accountUsername={accountUsername}
    >
      {username && contact.name && (
        <bdi>
          @<Marked segments={username} />
        </bdi>
      )}
    </Option>
  );
}

export function HitRow({ hit, ...row }: RowProps & { hit: FoundHit }) {
  const t = useTranslations("search");
  const { q, at, place } = useSearchAddress();
  const { contact, conversationId, direction, kind, author, segments, accountUsername } = hit;
  return (
    <Option
      {...row}
      id={`hit-${hit.id}`}
      href={searchHref(conversationId, place, { q, at: hit.messageId })}
      isOpened={at !== null && at === hit.messageId && kind === "message"}
      contact={contact}
      at={hit.at}
      title={personName(contact)}
      accountUsername={accountUsername}
    >
      {kind === "note" && <Sign icon={<StickyNote />}>{t("noteBy", { name: author ?? "" })}</Sign>}
      {kind === "contact" && <Sign icon={<UserRound />}>{t("aboutCustomer")}</Sign>}
      {kind === "message" && direction === "outbound" && (
        <span className="text-foreground/70">{t("from", { name: author ?? accountUsername })} </span>
      )}
      <bdi>
        <Marked segments={segments} />
      </bdi>
    </Option>
  );
}

type OptionProps = RowProps & {
  id: string;
  href: string;
  isOpened: boolean;
  contact: FoundPerson["contact"];
  at: string;
  title: ReactNode;
  accountUsername: string;
  children: ReactNode;
};

function Option({ id, href, isOpened, activeId, contact, at, title, accountUsername, children, ...row }: OptionProps) {
  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    row.remember();
    followWithin(event);
  };
  return (
    <a
      id={id}
      href={href}
      role="option"
      tabIndex={-1}
      aria-selected={id === activeId}
      aria-current={isOpened ? "true" : undefined}
      onMouseDown={(event) => event.preventDefault()}
      onClick={open}
      className={cn(
        "flex min-h-14 items-center gap-3 rounded-lg px-3 py-2 hover:bg-accent",
        isOpened && "bg-selected hover:bg-selected",
        id === activeId && "bg-accent outline-2 outline-offset-[-2px] outline-ring",
      )}
    >
      <Avatar
        id={contact.id}
        name={personName(contact)}
        src={contact.hasPicture ? `/api/media/contacts/${contact.id}` : null}
        className="size-9 self-start text-xs"
      />
      <span className="grid min-w-0 flex-1 grid-cols-1">
        <span className="flex items-baseline gap-2">
          <bdi className="min-w-0 truncate font-medium">{title}</bdi>
          <ListTime at={at} className="ml-auto shrink-0 text-xs text-muted-foreground tabular-nums" />
        </span>
        <span dir="auto" className="line-clamp-2 text-sm wrap-anywhere text-muted-foreground">
          {children}
        </span>
        {row.showsAccount && <span className="truncate text-xs text-muted-foreground">@{accountUsername}</span>}
      </span>
    </a>
  );
}

function Sign({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <span className="mr-1 inline-flex items-center gap-1 font-medium text-warning-text [&_svg]:size-3.5">
      {icon}
      {children}:
    </span>
  );
}
