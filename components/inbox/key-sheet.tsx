"use client";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "#components/ui/dialog.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { type CommandGroup, listCommands, useSingleKeys } from "./commands.ts";
import { Keys } from "./keys.tsx";

const GROUPS = ["list", "conversation", "write", "go", "help"] as const satisfies CommandGroup[];

/** Every key there is, from the same list that hears them. */
export default function KeySheet({ close }: { close: () => void }) {
  const t = useTranslations("commands");
  const [commands] = useState(() => listCommands().filter(({ keys }) => keys && keys.length > 0));
  const [isOn, setOn] = useSingleKeys();
  const switchId = useId();
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && close()}>
      <DialogContent className="max-w-2xl outline-none" onOpenAutoFocus={focusWhole}>
        <DialogHeader>
          <DialogTitle>{t("sheet.title")}</DialogTitle>
          <DialogDescription>{t("sheet.text")}</DialogDescription>
        </DialogHeader>
        <div className="-mb-5 gap-x-8 sm:columns-2">
          {GROUPS.map((group) => {
            const ofGroup = commands.filter((command) => command.group === group);
            if (ofGroup.length === 0) return null;
            return (
              <section key={group} className="mb-5 break-inside-avoid">
                <h3 className="mb-1.5 text-xs font-medium text-muted-foreground">{t(`groups.${group}`)}</h3>
                <dl className="grid gap-1">
                  {ofGroup.map(({ id, title, keys }) => (
                    <div key={id} className="flex min-h-7 items-center justify-between gap-4 text-sm">
                      <dt>{title}</dt>
                      <dd>
                        <Keys keys={keys ?? []} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            );
          })}
        </div>
        <div className="flex items-center justify-between gap-4 border-t pt-4">
          <label htmlFor={switchId} className="text-sm">
            <span id={`${switchId}-name`}>{t("sheet.singleKeys")}</span>
            <span id={`${switchId}-hint`} className="block text-muted-foreground">
              {t("sheet.singleKeysHint")}
            </span>
          </label>
          <Switch
            id={switchId}
            aria-labelledby={`${switchId}-name`}
            aria-describedby={`${switchId}-hint`}
            checked={isOn}
            onCheckedChange={setOn}
          />
        </div>
      </DialogContent>
    </Dialog>
  );
}

/** What is read first is the sheet, not its switch. */
function focusWhole(event: Event) {
  event.preventDefault();
  (event.currentTarget as HTMLElement).focus();
}
