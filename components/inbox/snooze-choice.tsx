"use client";
import { AlarmClock, AlarmClockOff, CalendarClock } from "lucide-react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogContent, DialogFooter, DialogHeader, DialogTitle } from "#components/ui/dialog.tsx";
import { Input } from "#components/ui/input.tsx";
import { Label } from "#components/ui/label.tsx";
import { Choice, ChoiceDialog } from "./choice-dialog.tsx";
import { useRowsOf } from "./inbox-queries.ts";
import { selection } from "./selection.ts";
import { snoozeTimes } from "./snooze-times.ts";
import type { ConversationSummary } from "./types.ts";
import { useActs } from "./use-conversation-actions.ts";

export function SnoozeChoice({ ids, close }: { ids: string[]; close: () => void }) {
  const t = useTranslations("commands.snooze");
  const format = useFormatter();
  const acts = useActs();
  const rows = useRowsOf(ids);
  const [times] = useState(() => snoozeTimes(new Date()));
  const [isPicking, setPicking] = useState(false);
  const act = (run: (rows: ConversationSummary[]) => unknown) => {
    close();
    selection.clear();
    void run(rows);
  };
  if (isPicking) return <MomentPicker close={close} pick={(until) => act(() => acts.snooze(rows, until))} />;
  return (
    <ChoiceDialog
      title={t("title", { count: rows.length })}
      placeholder={t("placeholder")}
      nothing={t("nothing")}
      close={close}
    >
      {times.map(({ choice, until }) => (
        <Choice
          key={choice}
          value={choice}
          keywords={[t(`times.${choice}`)]}
          onSelect={() => act(() => acts.snooze(rows, until))}
        >
          <AlarmClock />
          {t(`times.${choice}`)}
          <span className="ml-auto text-muted-foreground tabular-nums">
            {format.dateTime(until, { weekday: "short", hour: "numeric", minute: "2-digit" })}
          </span>
        </Choice>
      ))}
      <Choice value="pick" keywords={[t("pick")]} onSelect={() => setPicking(true)}>
        <CalendarClock />
        {t("pick")}
      </Choice>
      {rows.some(({ snoozedUntil }) => snoozedUntil) && (
        <Choice value="wake" keywords={[t("wake")]} onSelect={() => act(acts.reopen)}>
          <AlarmClockOff />
          {t("wake")}
        </Choice>
      )}
    </ChoiceDialog>
  );
}

const YEAR_MS = 365 * 24 * 60 * 60_000;

function MomentPicker({ close, pick }: { close: () => void; pick: (until: Date) => void }) {
  const t = useTranslations("commands.snooze");
  const tCommon = useTranslations("common");
  const [now] = useState(() => new Date());
  const [value, setValue] = useState(() => localValue(snoozeTimes(now).at(-1)?.until ?? now));
  const until = new Date(value);
  const isPossible = until.getTime() > Date.now() && until.getTime() < Date.now() + YEAR_MS;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && close()}>
      <DialogContent className="max-w-sm" aria-describedby={undefined}>
        <DialogHeader>
          <DialogTitle>{t("pick")}</DialogTitle>
        </DialogHeader>
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (isPossible) pick(until);
          }}
        >
          <div className="grid gap-1.5">
            <Label htmlFor="snooze-until">{t("moment")}</Label>
            <Input
              id="snooze-until"
              type="datetime-local"
              required
              autoFocus
              value={value}
              min={localValue(now)}
              max={localValue(new Date(now.getTime() + YEAR_MS))}
              onChange={(event) => setValue(event.target.value)}
            />
          </div>
          <DialogFooter>
            <Button variant="secondary" onClick={close}>
              {tCommon("cancel")}
            </Button>
            <Button type="submit" disabled={!isPossible}>
              {t("confirm")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** As the field wants it: this device's time, to the minute. */
function localValue(moment: Date): string {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
