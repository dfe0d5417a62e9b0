"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "#components/ui/avatar.tsx";
import { useAddress } from "./address.tsx";
import { Choice, ChoiceDialog, ChoiceGroup } from "./choice-dialog.tsx";
import { commandIcon, inOrder } from "./command-icons.ts";
import { type CommandGroup, listCommands } from "./commands.ts";
import type { EverywhereProps } from "./everywhere.tsx";
import { useLabels } from "./inbox-queries.ts";
import { Keys } from "./keys.tsx";
import { LabelDot } from "./label-dot.tsx";
import { inboxHref, useGoTo } from "./navigation.ts";
import { FoundPeople, SearchFor } from "./palette-people.tsx";
import { PaletteReplies } from "./palette-replies.tsx";
import { PaletteSettings } from "./palette-settings.tsx";
import { selection } from "./selection.ts";
import { useFoundPeople } from "./use-found-people.ts";

/** Everything by its name: what can be done now, lists, people, saved replies, settings, language and looks. */
export default function Palette(props: EverywhereProps & { close: () => void }) {
  const { isAdmin, accounts, chooseLocale, signOut, close } = props;
  const t = useTranslations("commands");
  const goTo = useGoTo();
  const { place, openedId } = useAddress();
  const labels = useLabels();
  const [query, setQuery] = useState("");
  const people = useFoundPeople(query);
  const [commands] = useState(() => inOrder(listCommands().filter(({ isKeyOnly }) => !isKeyOnly)));
  const [hasTarget] = useState(() => openedId !== null || selection.read().size > 0);
  const groups = hasTarget ? (["conversation", "write", "customer", "list"] as const) : (["list"] as const);
  const then = (run: () => void) => () => {
    close();
    run();
  };
  const commandsOf = (group: CommandGroup) =>
    commands
      .filter((command) => command.group === group)
      .map((command) => {
        const Icon = commandIcon(command.id);
        return (
          <Choice key={command.id} value={command.id} keywords={[command.title]} onSelect={then(command.run)}>
            <Icon />
            <span className="truncate">{command.title}</span>
            {command.keys && command.keys.length > 0 && (
              <span className="ml-auto">
                <Keys keys={command.keys} />
              </span>
            )}
          </Choice>
        );
      });
  return (
    <ChoiceDialog
      title={t("palette.title")}
      placeholder={t("palette.placeholder")}
      nothing={t("palette.nothing")}
      close={close}
      query={query}
      onQuery={setQuery}
    >
      {groups.map((group) => (
        <ChoiceGroup key={group} heading={t(`groups.${group}`)}>
          {commandsOf(group)}
        </ChoiceGroup>
      ))}
      <FoundPeople
        people={people}
        showsAccounts={accounts.length > 1}
        choose={(id) => then(() => goTo(inboxHref(id, place)))()}
      />
      <PaletteReplies then={then} />
      <ChoiceGroup heading={t("groups.go")}>
        {commandsOf("go")}
        {labels.map((label) => (
          <Choice
            key={label.id}
            value={`label ${label.id}`}
            keywords={[label.name, t("palette.label")]}
            onSelect={then(() => goTo(inboxHref(null, { ...place, view: "open", labelId: label.id })))}
          >
            <LabelDot color={label.color} className="mx-1" />
            <bdi className="truncate">{label.name}</bdi>
          </Choice>
        ))}
        {accounts.length > 1 &&
          accounts.map(({ id, username }) => (
            <Choice
              key={id}
              value={`account ${id}`}
              keywords={[username]}
              onSelect={then(() => goTo(inboxHref(null, { ...place, accountId: id })))}
            >
              <Avatar id={id} name={username} className="size-4.5 text-[0.5625rem]" />
              <bdi className="truncate">@{username}</bdi>
            </Choice>
          ))}
      </ChoiceGroup>
      <PaletteSettings isAdmin={isAdmin} chooseLocale={chooseLocale} signOut={signOut} then={then} />
      <ChoiceGroup heading={t("groups.help")}>{commandsOf("help")}</ChoiceGroup>
      <SearchFor query={query} then={then} />
    </ChoiceDialog>
  );
}
