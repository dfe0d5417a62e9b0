import { useTranslations } from "use-intl";
import type { ConversationMessage, ConversationSummary } from "./types.ts";

type Content = {
  direction: "inbound" | "outbound";
  kind: string;
  text: string | null;
  attachmentTypes: string[];
  hasStory: boolean;
  isDeleted: boolean;
};

const KINDS = ["referral", "postback", "optin", "handover", "unsupported", "unknown"] as const;
const ATTACHMENTS = [
  "image",
  "video",
  "audio",
  "file",
  "post",
  "reel",
  "story",
  "story_mention",
  "ephemeral",
  "template",
  "sticker",
  "heart",
  "unsupported",
  "unknown",
] as const;

/** A message in one line: its words, else what kind of thing it is. */
export function useContentWords(): (content: Content) => string {
  const t = useTranslations("inbox.kinds");
  return ({ direction, kind, text, attachmentTypes, hasStory, isDeleted }) => {
    if (isDeleted) return t("deleted");
    if (text?.trim()) return text.replace(/\s+/gu, " ").trim();
    if (attachmentTypes.length > 0) return attachmentWords(t, attachmentTypes);
    if (hasStory) return t(direction === "inbound" ? "story_reply" : "our_story_reply");
    return t(KINDS.find((known) => known === kind) ?? "unknown");
  };
}

/** The row's last message, with "You:" before ours. */
export function usePreview(row: ConversationSummary): string {
  const t = useTranslations("inbox");
  const words = useContentWords();
  const { lastMessage } = row;
  if (!lastMessage?.id) return t("kinds.none");
  const text = words(lastMessage);
  if (lastMessage.direction === "inbound") return text;
  return lastMessage.status === "failed" ? t("list.failed", { text }) : t("list.you", { text });
}

export function contentOf(message: ConversationMessage): Content {
  return {
    direction: message.direction,
    kind: message.kind,
    text: message.text,
    attachmentTypes: message.attachments.map(({ type }) => type),
    hasStory: message.story !== null,
    isDeleted: message.deletedAt !== null,
  };
}

function attachmentWords(t: ReturnType<typeof useTranslations<"inbox.kinds">>, types: string[]): string {
  const [first] = types;
  const type = ATTACHMENTS.find((known) => known === first) ?? "unknown";
  const count = types.filter((other) => other === first).length;
  return t(type, { count });
}
