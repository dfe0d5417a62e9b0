"use client";
import { useId, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { useGoTo } from "#components/inbox/navigation.ts";
import { useAct } from "#components/settings/use-act.ts";
import { Button } from "#components/ui/button.tsx";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "#components/ui/select.tsx";
import { Switch } from "#components/ui/switch.tsx";
import type { Action } from "#lib/action.ts";
import { permissionOf } from "./permission.ts";
import { playSound, showNotification } from "./show-alert.ts";
import type { AlertPreferences } from "./types.ts";

type NotificationPreferencesProps = {
  preferences: AlertPreferences;
  save: Action<Partial<AlertPreferences>, void>;
};

/** What a member is told while they look elsewhere: chosen for the member, allowed by each of their browsers. */
export function NotificationPreferences({ preferences, save }: NotificationPreferencesProps) {
  const t = useTranslations("team.preferences");
  const [act, isPending] = useAct();
  const aboutId = useId();
  const change = (changed: Partial<AlertPreferences>) => act(() => save(changed), t("saved"));
  const { desktopNotifications, sounds, notifyAbout } = preferences;
  return (
    <Card id="notifications">
      <CardHeader>
        <CardTitle>{t("title")}</CardTitle>
        <p className="text-sm text-muted-foreground">{t("hint")}</p>
      </CardHeader>
      <CardContent className="grid gap-5">
        <Choice
          label={t("desktop")}
          hint={t("desktopHint")}
          isOn={desktopNotifications}
          isPending={isPending}
          change={(isOn) => {
            if (isOn && permissionOf.read() === "default") void permissionOf.ask();
            change({ desktopNotifications: isOn });
          }}
        >
          {desktopNotifications && <DesktopState />}
        </Choice>
        <Choice
          label={t("sounds")}
          hint={t("soundsHint")}
          isOn={sounds}
          isPending={isPending}
          change={(isOn) => change({ sounds: isOn })}
        >
          <Button type="button" variant="secondary" size="sm" onClick={playSound}>
            {t("soundsTest")}
          </Button>
        </Choice>
        {(desktopNotifications || sounds) && (
          <div className="grid max-w-md gap-1.5">
            <span id={aboutId} className="text-sm font-medium">
              {t("about")}
            </span>
            <Select
              value={notifyAbout}
              onValueChange={(value) => change({ notifyAbout: value === "all" ? "all" : "mine" })}
            >
              <SelectTrigger aria-labelledby={aboutId} disabled={isPending}>
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                <SelectItem value="mine">{t("aboutMine")}</SelectItem>
                <SelectItem value="all">{t("aboutAll")}</SelectItem>
              </SelectContent>
            </Select>
          </div>
        )}
      </CardContent>
    </Card>
  );
}

/** Whether this browser lets us, and the button that asks it. */
function DesktopState() {
  const t = useTranslations("team.preferences");
  const goTo = useGoTo();
  const permission = useSyncExternalStore(permissionOf.subscribe, permissionOf.read, () => "granted" as const);
  if (permission === "unsupported") return <Notice tone="warning">{t("desktopUnsupported")}</Notice>;
  if (permission === "denied") return <Notice tone="warning">{t("desktopDenied")}</Notice>;
  if (permission === "default") {
    return (
      <Button type="button" size="sm" onClick={() => void permissionOf.ask()}>
        {t("desktopAsk")}
      </Button>
    );
  }
  const sample = { key: "sample", title: t("sampleTitle"), body: t("sampleText"), href: "/inbox" };
  return (
    <Button type="button" variant="secondary" size="sm" onClick={() => void showNotification(sample, goTo)}>
      {t("desktopTest")}
    </Button>
  );
}

type ChoiceProps = {
  label: string;
  hint: string;
  isOn: boolean;
  isPending: boolean;
  change: (isOn: boolean) => void;
  children: React.ReactNode;
};

function Choice({ label, hint, isOn, isPending, change, children }: ChoiceProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-4">
      <Switch
        id={id}
        checked={isOn}
        disabled={isPending}
        onCheckedChange={change}
        aria-describedby={`${id}-hint`}
        className="mt-0.5"
      />
      <div className="grid min-w-0 flex-1 justify-items-start gap-1">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-sm text-pretty text-muted-foreground">
          {hint}
        </p>
        {children && <div className="mt-1.5">{children}</div>}
      </div>
    </div>
  );
}
