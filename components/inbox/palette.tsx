"use client";
import {
  Activity,
  AlarmClock,
  ArrowDown,
  ArrowUp,
  AtSign,
  Check,
  CircleUserRound,
  Code,
  CornerDownRight,
  Keyboard,
  Languages,
  ListChecks,
  type LucideIcon,
  MailCheck,
  MailOpen,
  MessageSquareText,
  NotebookPen,
  Reply,
  Search,
  SunMoon,
  Tag,
  Tags,
  Undo2,
  UserCheck,
  UserPlus,
  UserRound,
  Users,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { writeCookie } from "#components/layout/cookie.ts";
import { useTheme } from "#components/layout/use-theme.ts";
import { Avatar } from "#components/ui/avatar.tsx";
import { personName } from "#lib/format.ts";
import { CONVERSATION_VIEWS } from "#lib/inbox/views.ts";
import { Choice, ChoiceDialog, ChoiceGroup } from "./choice-dialog.tsx";
import { type Command, listCommands } from "./commands.ts";
import { useAllRows, useLabels } from "./inbox-queries.ts";
import { Keys } from "./keys.tsx";
import { LabelDot } from "./label-dot.tsx";
import { goTo, inboxHref, useInboxAddress } from "./navigation.ts";
import type { OverlaysProps } from "./overlays.tsx";
import { VIEW_ICONS } from "./view-icons.ts";

const MAX_PEOPLE = 8;
const SETTINGS: {
  page: string;
  key: "accounts" | "replies" | "profile" | "labels" | "members" | "developers" | "system";
  icon: LucideIcon;
  isForAdmins: boolean;
}[] = [
  { page: "accounts", key: "accounts", icon: AtSign, isForAdmins: false },
  { page: "profile", key: "profile", icon: CircleUserRound, isForAdmins: false },
  { page: "replies", key: "replies", icon: MessageSquareText, isForAdmins: false },
  { page: "labels", key: "labels", icon: Tags, isForAdmins: false },
  { page: "members", key: "members", icon: Users, isForAdmins: true },
  { page: "developers", key: "developers", icon: Code, isForAdmins: true },
  { page: "system", key: "system", icon: Activity, isForAdmins: true },
];
const LANGUAGES = [
  ["en", "English"],
  ["de", "Deutsch"],
] as const;

/** Everything by its name: what can be done now, lists, people, settings, language and looks. */
export function Palette({ viewer, chooseLocale, close }: OverlaysProps & { close: () => void }) {
  const t = useTranslations("commands");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const locale = useLocale();
  const { place, openedId } = useInboxAddress();
  const labels = useLabels();
  const [theme, setTheme] = useTheme();
  const [query, setQuery] = useState("");
  const [commands] = useState(() => listCommands().filter(({ isKeyOnly }) => !isKeyOnly));
  const then = (run: () => void) => () => {
    close();
    run();
  };
  const ofGroup = (group: Command["group"]) => commands.filter((command) => command.group === group);
  const speak = (next: "en" | "de") => async () => {
    writeCookie("locale", next);
    await chooseLocale({ locale: next });
    router.refresh();
  };
  return (
    <ChoiceDialog
      title={t("palette.title")}
      placeholder={t("palette.placeholder")}
      nothing={t("palette.nothing")}
      close={close}
      query={query}
      onQuery={setQuery}
    >
      {(["conversation", "write", "list"] as const)
        .filter((group) => group === "list" || openedId)
        .map((group) => (
          <ChoiceGroup key={group} heading={t(`groups.${group}`)}>
            {ofGroup(group).map((command) => (
              <CommandChoice key={command.id} command={command} onSelect={then(command.run)} />
            ))}
          </ChoiceGroup>
        ))}
      {query.trim() !== "" && <People query={query} choose={(id) => then(() => goTo(inboxHref(id, place)))()} />}
      <ChoiceGroup heading={t("groups.go")}>
        {ofGroup("go").map((command) => (
          <CommandChoice key={command.id} command={command} onSelect={then(command.run)} />
        ))}
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
        {viewer.accounts.length > 1 &&
          viewer.accounts.map(({ id, username }) => (
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
      <ChoiceGroup heading={t("groups.settings")}>
        {SETTINGS.filter(({ isForAdmins }) => viewer.isAdmin || !isForAdmins).map(({ page, key, icon: Icon }) => (
          <Choice
            key={page}
            value={`settings ${page}`}
            keywords={[tCommon(`navigation.${key}`), tCommon("navigation.settings")]}
            onSelect={then(() => router.push(`/settings/${page}`))}
          >
            <Icon />
            {tCommon(`navigation.${key}`)}
          </Choice>
        ))}
        {LANGUAGES.filter(([value]) => value !== locale).map(([value, name]) => (
          <Choice
            key={value}
            value={`language ${value}`}
            keywords={[name, tCommon("account.language")]}
            onSelect={then(speak(value))}
          >
            <Languages />
            {tCommon("account.language")}: <span lang={value}>{name}</span>
          </Choice>
        ))}
        {(["system", "light", "dark"] as const)
          .filter((other) => other !== theme)
          .map((other) => (
            <Choice
              key={other}
              value={`theme ${other}`}
              keywords={[tCommon("account.theme"), t(`palette.themes.${other}`)]}
              onSelect={then(() => setTheme(other))}
            >
              <SunMoon />
              {tCommon("account.theme")}: {t(`palette.themes.${other}`)}
            </Choice>
          ))}
      </ChoiceGroup>
      <ChoiceGroup heading={t("groups.help")}>
        {ofGroup("help").map((command) => (
          <CommandChoice key={command.id} command={command} onSelect={then(command.run)} />
        ))}
      </ChoiceGroup>
    </ChoiceDialog>
  );
}

const ICONS: Record<string, LucideIcon> = {
  done: Check,
  snooze: AlarmClock,
  assign: UserPlus,
  assignToMe: UserCheck,
  label: Tag,
  unread: MailOpen,
  read: MailCheck,
  undo: Undo2,
  reply: Reply,
  note: NotebookPen,
  search: Search,
  next: ArrowDown,
  previous: ArrowUp,
  select: ListChecks,
  help: Keyboard,
  ...Object.fromEntries(CONVERSATION_VIEWS.map((view) => [`view-${view}`, VIEW_ICONS[view]])),
};

function CommandChoice({ command, onSelect }: { command: Command; onSelect: () => void }) {
  const { id, title, keys } = command;
  const Icon = ICONS[id] ?? CornerDownRight;
  return (
    <Choice value={id} keywords={[title]} onSelect={onSelect}>
      <Icon />
      <span className="truncate">{title}</span>
      {keys && keys.length > 0 && (
        <span className="ml-auto">
          <Keys keys={keys} />
        </span>
      )}
    </Choice>
  );
}

/** Customers among the conversations this browser knows. */
function People({ query, choose }: { query: string; choose: (id: string) => void }) {
  const t = useTranslations("commands");
  const words = query.trim().toLowerCase();
  const found = Object.values(useAllRows())
    .filter(({ contact }) => `${contact.name ?? ""} @${contact.username ?? ""}`.toLowerCase().includes(words))
    .slice(0, MAX_PEOPLE);
  if (found.length === 0) return null;
  return (
    <ChoiceGroup heading={t("groups.people")}>
      {found.map(({ id, contact }) => (
        <Choice
          key={id}
          value={`person ${id}`}
          keywords={[contact.name ?? "", contact.username ?? ""]}
          onSelect={() => choose(id)}
        >
          <UserRound />
          <bdi className="truncate">{personName(contact)}</bdi>
          {contact.username && <bdi className="truncate text-muted-foreground">@{contact.username}</bdi>}
        </Choice>
      ))}
    </ChoiceGroup>
  );
}
