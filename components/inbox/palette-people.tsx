"use client";
import { Search } from "lucide-react";
import { useTranslations } from "use-intl";
import { searchHref } from "#components/search/search-address.ts";
import { Avatar } from "#components/ui/avatar.tsx";
import { personName } from "#lib/format.ts";
import { useAddress } from "./address.tsx";
import { Choice, ChoiceGroup, FOUND } from "./choice-dialog.tsx";
import { useGoTo } from "./navigation.ts";
import type { FoundPerson } from "./use-found-people.ts";

type FoundPeopleProps = { people: FoundPerson[]; showsAccounts: boolean; choose: (conversationId: string) => void };

/** Customers by name or handle, also where it is written a little differently. */
export function FoundPeople({ people, showsAccounts, choose }: FoundPeopleProps) {
  const t = useTranslations("commands");
  return (
    <ChoiceGroup heading={t("groups.people")}>
      {people.map(({ conversationId, contact, accountUsername }) => (
        <Choice
          key={conversationId}
          value={`${FOUND}${conversationId}`}
          keywords={[contact.name ?? "", contact.username ?? ""]}
          onSelect={() => choose(conversationId)}
        >
          <Avatar
            id={contact.id}
            name={personName(contact)}
            src={contact.hasPicture ? `/api/media/contacts/${contact.id}` : null}
            className="size-6 text-[0.625rem]"
          />
          <bdi className="truncate">{personName(contact)}</bdi>
          {contact.username && contact.name && (
            <bdi className="truncate text-muted-foreground">@{contact.username}</bdi>
          )}
          {showsAccounts && (
            <bdi className="ml-auto truncate pl-2 text-xs text-muted-foreground">→ @{accountUsername}</bdi>
          )}
        </Choice>
      ))}
    </ChoiceGroup>
  );
}

type SearchForProps = { query: string; then: (run: () => void) => () => void };

/** What is called nothing may have been said all the same. */
export function SearchFor({ query, then }: SearchForProps) {
  const t = useTranslations("commands.palette");
  const goTo = useGoTo();
  const { place, openedId } = useAddress();
  const words = query.trim();
  if (words === "") return null;
  return (
    <Choice
      value={`${FOUND}search`}
      keywords={[]}
      onSelect={then(() => goTo(searchHref(openedId, place, { q: words })))}
    >
      <Search />
      <span className="truncate">{t("searchFor", { words })}</span>
    </Choice>
  );
}
