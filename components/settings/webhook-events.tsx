import { useId } from "react";
import { useTranslations } from "use-intl";
import { Checkbox } from "#components/ui/checkbox.tsx";

type WebhookEventsProps = { names: string[]; chosen: string[]; error?: string | false | undefined };

/** Which events are wanted, each with what it tells. Those that Instagram never causes are kept, but not shown. */
export function WebhookEvents({ names, chosen, error }: WebhookEventsProps) {
  const t = useTranslations("webhooks");
  const id = useId();
  const unseen = chosen.filter((name) => !names.includes(name));
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="grid gap-2">
      <legend className="mb-1.5 text-sm font-medium">{t("form.events")}</legend>
      {unseen.map((name) => (
        <input key={name} type="hidden" name="events" value={name} />
      ))}
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
        {names.map((name) => (
          <label key={name} className="flex items-start gap-2 text-sm">
            <Checkbox name="events" value={name} defaultChecked={chosen.includes(name)} className="mt-0.5" />
            <span className="grid min-w-0">
              <code className="text-xs break-words">{name}</code>
              <span className="text-xs text-muted-foreground">{t(`event.${keyOf(name)}`)}</span>
            </span>
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} role="alert" className="text-sm text-destructive-text">
          {error}
        </p>
      )}
    </fieldset>
  );
}

type Key =
  | "message_received"
  | "message_sent"
  | "message_read"
  | "message_failed"
  | "message_edited"
  | "message_deleted"
  | "reaction_received"
  | "referral_received"
  | "conversation_started"
  | "account_connected"
  | "account_disconnected";

/** Dots lead deeper into the catalogue. */
function keyOf(name: string): Key {
  return name.replaceAll(".", "_") as Key;
}
