"use client";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { Switch } from "#components/ui/switch.tsx";
import type { Action } from "#lib/action.ts";
import { useAct } from "./use-act.ts";

type Choices = { enterSends: boolean; undoSeconds: number };
type WritingPreferencesProps = {
  preferences: Choices;
  undoChoices: number[];
  save: Action<Partial<Choices>, void>;
};

/** How a member's replies leave. */
export function WritingPreferences({ preferences, undoChoices, save }: WritingPreferencesProps) {
  const t = useTranslations("composer.preferences");
  const [act, isPending] = useAct();
  const enterId = useId();
  const change = (changed: Partial<Choices>) => act(() => save(changed), t("saved"));
  const { enterSends, undoSeconds } = preferences;
  return (
    <Card id="writing">
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <CardDescription>{t("text")}</CardDescription>
      </CardHeader>
      <CardContent className="grid gap-5">
        <div className="flex items-start gap-4">
          <Switch
            id={enterId}
            checked={enterSends}
            disabled={isPending}
            onCheckedChange={(isOn) => change({ enterSends: isOn })}
            aria-describedby={`${enterId}-hint`}
            className="mt-0.5"
          />
          <div className="grid gap-1">
            <label htmlFor={enterId} className="font-medium">
              {t("enterSends")}
            </label>
            <p id={`${enterId}-hint`} className="text-sm text-pretty text-muted-foreground">
              {t("enterSendsHint")}
            </p>
          </div>
        </div>
        <Select
          value={String(undoSeconds)}
          disabled={isPending}
          onValueChange={(value) => change({ undoSeconds: Number(value) })}
        >
          <Field label={t("undo")} hint={t("undoHint")} className="max-w-md">
            <SelectTrigger>
              <SelectValue />
            </SelectTrigger>
          </Field>
          <SelectContent>
            {undoChoices.map((seconds) => (
              <SelectItem key={seconds} value={String(seconds)}>
                {t("undoChoice", { seconds })}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      </CardContent>
    </Card>
  );
}
