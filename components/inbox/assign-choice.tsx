"use client";
import { useQuery } from "@tanstack/react-query";
import { Check, UserX } from "lucide-react";
import { useTranslations } from "use-intl";
import { Avatar } from "#components/ui/avatar.tsx";
import { Choice, ChoiceDialog } from "./choice-dialog.tsx";
import { keys } from "./inbox-cache.ts";
import { doors } from "./inbox-doors.ts";
import { useRowsOf } from "./inbox-queries.ts";
import { selection } from "./selection.ts";
import type { Assignee, InboxViewer } from "./types.ts";
import { useActs } from "./use-conversation-actions.ts";

type AssignChoiceProps = { ids: string[]; viewer: InboxViewer; close: () => void };

export function AssignChoice({ ids, viewer, close }: AssignChoiceProps) {
  const t = useTranslations("commands.assign");
  const { assign } = useActs();
  const rows = useRowsOf(ids);
  const { data: people = [] } = useQuery<Assignee[]>({ queryKey: keys.topic("members"), queryFn: doors.members });
  const self = people.filter(({ id }) => id === viewer.memberId);
  const others = people.filter(({ id }) => id !== viewer.memberId);
  const give = (person: Assignee | null) => {
    close();
    selection.clear();
    void assign(rows, person);
  };
  return (
    <ChoiceDialog
      title={t("title", { count: rows.length })}
      placeholder={t("placeholder")}
      nothing={t("nothing")}
      close={close}
    >
      {[...self, ...others].map((person) => (
        <Choice
          key={person.id}
          value={person.id}
          keywords={[person.name, ...(person.id === viewer.memberId ? [t("me")] : [])]}
          onSelect={() => give(person)}
        >
          <Avatar id={person.id} name={person.name} className="size-6 text-[0.625rem]" />
          <bdi className="truncate">{person.name}</bdi>
          {person.id === viewer.memberId && <span className="text-muted-foreground">{t("me")}</span>}
          {rows.every(({ assignee }) => assignee?.id === person.id) && <Check className="ml-auto" />}
        </Choice>
      ))}
      <Choice value="nobody" keywords={[t("nobody")]} onSelect={() => give(null)}>
        <UserX className="mx-1" />
        {t("nobody")}
        {rows.every(({ assignee }) => !assignee) && <Check className="ml-auto" />}
      </Choice>
    </ChoiceDialog>
  );
}
