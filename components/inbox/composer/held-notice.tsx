"use client";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { isTouched } from "#components/ui/touch.ts";
import { personName } from "#lib/format.ts";
import { contentOf, useContentWords } from "../preview.ts";
import type { ConversationMessage, ConversationSummary, InboxViewer } from "../types.ts";
import type { ComposerState, Held } from "./use-composer.ts";

type HeldNoticeProps = {
  held: Held;
  conversation: ConversationSummary;
  viewer: InboxViewer;
  messages: ConversationMessage[] | undefined;
  composer: ComposerState;
};

const MAX_SHOWN = 3;

/** Why nothing was sent, and the one key that sends it all the same. */
export default function HeldNotice(props: HeldNoticeProps) {
  const { held, composer, viewer } = props;
  const t = useTranslations("composer");
  const how = howToSend(viewer);
  if (held.why === "changed") return <ThreadChanged {...props} held={held} />;
  if (held.why === "long") {
    return <Notice role="status">{t("longHeld", { count: held.count, how })}</Notice>;
  }
  if (held.why === "uploading") return <Notice role="status">{t("stillUploading", { how })}</Notice>;
  return (
    <Notice
      tone="warning"
      role="alert"
      title={t("blanksTitle", { count: held.blanks.length })}
      remedy={<Anyway composer={composer} />}
    >
      {t("blanks", { blanks: held.blanks.join(" ") })}
    </Notice>
  );
}

function ThreadChanged({
  held,
  conversation,
  viewer,
  messages,
  composer,
}: HeldNoticeProps & { held: { seenSeq: number } }) {
  const t = useTranslations("composer");
  const words = useContentWords();
  const name = personName(conversation.contact);
  const news = (messages ?? []).filter(
    ({ seq, version, sentBy }) => version > 0 && seq > held.seenSeq && sentBy?.id !== viewer.memberId,
  );
  const who = (message: ConversationMessage) =>
    message.direction === "inbound" ? name : (message.sentBy?.name ?? t("somebodyElse"));
  return (
    <Notice tone="warning" role="alert" title={t("changedTitle")} remedy={<Anyway composer={composer} />}>
      {news.length === 0 && <p>{t("suggestionsLoading")}</p>}
      <ul className="grid gap-0.5">
        {news.slice(-MAX_SHOWN).map((message) => (
          <li key={message.id} className="line-clamp-2">
            <bdi className="font-medium">{who(message)}</bdi>: <bdi>{words(contentOf(message))}</bdi>
          </li>
        ))}
      </ul>
      <p>{t("changed", { how: howToSend(viewer) })}</p>
    </Notice>
  );
}

/** By the key that sends, where there is one. */
function howToSend({ preferences }: InboxViewer): "enter" | "send" {
  return preferences.enterSends && !isTouched() ? "enter" : "send";
}

function Anyway({ composer }: { composer: ComposerState }) {
  const t = useTranslations("composer");
  return (
    <>
      <Button variant="secondary" size="sm" onClick={() => composer.submit()}>
        {t("anyway")}
      </Button>
      <Button variant="ghost" size="sm" className="text-current" onClick={composer.release}>
        {t("writeOn")}
      </Button>
    </>
  );
}
