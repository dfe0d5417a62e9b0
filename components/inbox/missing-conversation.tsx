import { MessagesSquare } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { followWithin } from "./navigation.ts";

type MissingProps = { isGone: boolean; retry: () => void; listHref: string };

/** In the place of a conversation that was erased or is out of reach, or could not be read: on a phone nothing else leads back. */
export function MissingConversation({ isGone, retry, listHref }: MissingProps) {
  const t = useTranslations("inbox");
  return (
    <EmptyState
      className="flex-1 bg-thread"
      icon={<MessagesSquare />}
      title={t(isGone ? "conversation.gone" : "thread.failedToLoad")}
      action={
        <>
          {!isGone && <Button onClick={retry}>{t("status.tryAgain")}</Button>}
          <Button asChild variant="secondary">
            <a href={listHref} onClick={followWithin}>
              {t("conversation.back")}
            </a>
          </Button>
        </>
      }
    >
      {isGone && t("conversation.goneWhy")}
    </EmptyState>
  );
}
