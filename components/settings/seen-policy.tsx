"use client";
import { useId } from "react";
import { useTranslations } from "use-intl";
import type { Action } from "#lib/action.ts";
import type { SeenPolicy } from "#lib/inbox/seen.ts";
import { useAct } from "./use-act.ts";

const CHOICES: SeenPolicy[] = ["on_open", "on_reply", "never"];

type SeenPolicyChoiceProps = { chosen: SeenPolicy; choose: Action<{ seenPolicy: SeenPolicy }, void> };

/** When customers see that their messages were seen; kept as soon as it is chosen. */
export function SeenPolicyChoice({ chosen, choose }: SeenPolicyChoiceProps) {
  const t = useTranslations("sending.seen");
  const [act, isPending] = useAct();
  const id = useId();
  return (
    <fieldset className="grid gap-1" disabled={isPending}>
      <legend className="sr-only">{t("title")}</legend>
      {CHOICES.map((choice) => (
        <label
          key={choice}
          htmlFor={`${id}-${choice}`}
          className="flex cursor-pointer items-start gap-3 rounded-lg px-2 py-2 hover:bg-accent"
        >
          <input
            id={`${id}-${choice}`}
            type="radio"
            name={id}
            value={choice}
            checked={choice === chosen}
            onChange={() => act(() => choose({ seenPolicy: choice }), t("saved"))}
            aria-labelledby={`${id}-${choice}-name`}
            aria-describedby={`${id}-${choice}-hint`}
            className="mt-0.5 size-4 shrink-0 accent-primary"
          />
          <span className="grid min-w-0 gap-0.5">
            <span id={`${id}-${choice}-name`} className="text-sm font-medium">
              {t(`${choice}.name`)}
            </span>
            <span id={`${id}-${choice}-hint`} className="text-sm text-pretty text-muted-foreground">
              {t(`${choice}.hint`)}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
