"use client";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog.tsx";
import type { AccountShown } from "#lib/inbox/accounts-shown.ts";

type MemberReachProps = {
  name: string;
  accounts: AccountShown[];
  /** Null for all. */
  accountIds: string[] | null;
  save: (accountIds: string[] | null) => void;
  close: () => void;
};

/** Which accounts an agent may see. */
export function MemberReach({ name, accounts, accountIds, save, close }: MemberReachProps) {
  const t = useTranslations("members.reach");
  const tCommon = useTranslations("common");
  const group = useId();
  const [isAll, setAll] = useState(accountIds === null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(accountIds ?? []));
  const toggle = (id: string, isOn: boolean) => {
    const next = new Set(chosen);
    if (isOn) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && close()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t("title", { name })}</DialogTitle>
          <DialogDescription>{t("text")}</DialogDescription>
        </DialogHeader>
        <fieldset className="grid gap-1">
          <legend className="sr-only">{t("title", { name })}</legend>
          {[true, false].map((all) => (
            <label key={String(all)} className="flex min-h-9 items-center gap-3 text-sm">
              <input
                type="radio"
                name={group}
                checked={isAll === all}
                onChange={() => setAll(all)}
                className="size-4.5 accent-(--primary)"
              />
              {t(all ? "all" : "some")}
            </label>
          ))}
          {!isAll && (
            <ul className="ml-7.5 grid max-h-60 gap-0.5 overflow-y-auto">
              {accounts.map(({ id, username }) => (
                <li key={id}>
                  <label htmlFor={`${group}-${id}`} className="flex min-h-9 items-center gap-3 text-sm">
                    <Checkbox
                      id={`${group}-${id}`}
                      checked={chosen.has(id)}
                      onChange={(event) => toggle(id, event.target.checked)}
                    />
                    <bdi className="truncate">@{username}</bdi>
                  </label>
                </li>
              ))}
            </ul>
          )}
        </fieldset>
        <DialogFooter>
          <Button variant="secondary" onClick={close}>
            {tCommon("cancel")}
          </Button>
          <Button
            disabled={!isAll && chosen.size === 0}
            title={!isAll && chosen.size === 0 ? t("none") : undefined}
            onClick={() => {
              close();
              save(isAll ? null : [...chosen]);
            }}
          >
            {t("save")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
