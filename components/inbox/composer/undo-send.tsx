"use client";
import { Undo2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import type { ConversationMessage } from "../types.ts";
import { useReplies } from "../use-replies.ts";

const TICK_MS = 250;

/** While a reply of one's own has not left: for how long, and the way back into the composer. */
export default function UndoSend({ message }: { message: ConversationMessage }) {
  const t = useTranslations("composer");
  const { undoUntil, takeBack } = useReplies();
  const until = undoUntil(message);
  const secondsLeft = useSecondsLeft(until);
  const [firstSeconds] = useState(secondsLeft);
  const [isPending, setPending] = useState(false);
  const { actId, conversationId } = message;
  if (secondsLeft === 0 || !actId) return null;
  const undo = async () => {
    setPending(true);
    await takeBack(conversationId, actId);
    setPending(false);
    document.querySelector<HTMLElement>("[data-composer]")?.focus();
  };
  return (
    <span className="inline-flex items-center gap-1.5" data-undo>
      {/* Who listens hears it once, not every second. */}
      <span className="sr-only">{t("undoWithin", { seconds: firstSeconds })}</span>
      <span className="tabular-nums" aria-hidden>
        {t("undoIn", { seconds: secondsLeft })}
      </span>
      <Button
        variant="link"
        size="inline"
        className="text-xs [&_svg]:size-3.5"
        isPending={isPending}
        onClick={undo}
        title={`${t("undo")} (z)`}
      >
        <Undo2 />
        {t("undo")}
      </Button>
    </span>
  );
}

function useSecondsLeft(until: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until === null) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [until]);
  return until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1_000));
}
