"use client";
import { useCallback, useEffect } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { useClock } from "#components/ui/clock.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { cn } from "#lib/cn.ts";
import { replyWindow } from "#lib/inbox/window.ts";
import { useAccountState } from "../inbox-queries.ts";
import type { ConversationMessage, ConversationSummary, InboxViewer } from "../types.ts";
import { AccountNotice, ClosedWindow, WindowLine } from "../window-notice.tsx";
import { Composer } from "./composer.tsx";
import { type ComposerMode, onFocusComposer } from "./focus-composer.ts";
import type { ComposerProps } from "./use-composer.ts";
import { useMode } from "./use-mode.ts";

type ReplyAreaProps = {
  conversation: ConversationSummary;
  viewer: InboxViewer;
  messages: ConversationMessage[] | undefined;
} & Pick<ComposerProps, "markDone" | "takeUp">;

/** The composer while one may write, and in its place the reason while one may not. Colleagues may always be written to. */
export function ReplyArea({ conversation, viewer, messages, markDone, takeUp }: ReplyAreaProps) {
  const tCustomer = useTranslations("customer");
  const now = useClock();
  useAccountState(conversation.id);
  const { mode, choose, reply, begun } = useMode(viewer.memberId, conversation.id);
  const lastInboundAt = conversation.lastInboundAt ? new Date(conversation.lastInboundAt) : null;
  const refusedAt = conversation.windowRefusedAt ? new Date(conversation.windowRefusedAt) : null;
  const window = replyWindow(lastInboundAt, now, viewer.hasHumanAgent, refusedAt);
  const isOpen = window.state !== "closed" && window.state !== "none";
  const { isBlocked } = conversation.contact;
  const canReply = isOpen && conversation.isAccountConnected && !isBlocked;
  const isNote = mode === "note";
  const write = useCallback(
    (next: ComposerMode) => {
      choose(next);
      requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-composer]")?.focus());
    },
    [choose],
  );
  useEffect(() => onFocusComposer(write), [write]);

  return (
    <div className="shrink-0 border-t bg-card px-3 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:px-5">
      <div className="mx-auto grid w-full max-w-4xl grid-cols-[minmax(0,1fr)] gap-1.5">
        <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
          <ModeSwitch mode={mode} begun={begun} choose={write} />
          {canReply && <WindowLine conversation={conversation} window={window} hasHumanAgent={viewer.hasHumanAgent} />}
        </div>
        {!isNote && isBlocked && <Notice>{tCustomer("blockedReply")}</Notice>}
        {!isNote && !isBlocked && (canReply || !conversation.isAccountConnected) && (
          <AccountNotice conversation={conversation} viewer={viewer} />
        )}
        {!isNote && !isBlocked && conversation.isAccountConnected && !isOpen && (
          <ClosedWindow conversation={conversation} window={window} hasHumanAgent={viewer.hasHumanAgent} />
        )}
        {!isNote && !canReply && reply.text.trim() !== "" && <KeptDraft text={reply.text} />}
        {(isNote || canReply) && (
          <Composer
            conversation={conversation}
            viewer={viewer}
            messages={messages}
            mode={mode}
            choose={choose}
            canReply={canReply}
            isAsPerson={window.state === "human_agent"}
            markDone={markDone}
            takeUp={takeUp}
          />
        )}
      </div>
    </div>
  );
}

const MODES: ComposerMode[] = ["reply", "note"];

type ModeSwitchProps = Pick<ReturnType<typeof useMode>, "mode" | "begun" | "choose">;

/** Two texts, each kept where it was begun: what was meant for colleagues never becomes a reply by a key. */
function ModeSwitch({ mode, begun, choose }: ModeSwitchProps) {
  const t = useTranslations("composer.mode");
  return (
    <fieldset className="flex gap-0.5">
      <legend className="sr-only">{t("legend")}</legend>
      {MODES.map((one) => (
        <Button
          key={one}
          variant="ghost"
          size="sm"
          aria-pressed={one === mode}
          title={t(`${one}Hint`)}
          onClick={() => choose(one)}
          className={cn(
            "h-7 px-2.5 text-muted-foreground",
            one === mode && one === "reply" && "bg-primary-soft text-primary-text hover:bg-primary-soft",
            one === mode && one === "note" && "bg-warning-soft text-warning-text hover:bg-warning-soft",
          )}
        >
          {t(one)}
          {one !== mode && begun[one] && (
            <span className="size-1.5 rounded-full bg-current">
              <span className="sr-only">{t("begun")}</span>
            </span>
          )}
        </Button>
      ))}
    </fieldset>
  );
}

/** What was begun before the time was over is not lost. */
function KeptDraft({ text }: { text: string }) {
  const t = useTranslations("composer");
  return (
    <Notice title={t("keptDraft")}>
      <p dir="auto" className="max-h-24 overflow-y-auto whitespace-pre-line">
        {text}
      </p>
    </Notice>
  );
}
